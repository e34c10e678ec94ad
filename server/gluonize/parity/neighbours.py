"""The modules of a project that a program imports, converted together with it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from gluonize.analysis import Document, connect
from gluonize.catalogue import Catalogue, Target, load_catalogue
from gluonize.errors import SourceError
from gluonize.parity.reduced import names, reduced
from gluonize.parity.texts import read_source, remaining_pytorch
from gluonize.rewriter import Wholeness, convert, wholeness
from gluonize.rewriter.model import Conversion

_WORD = re.compile(r"\w+")

Settled = Callable[[Sequence[Document], Catalogue, Target], list[Wholeness]]
"""What says of several documents what stays PyTorch of each."""


def converted(
    document: Document, target: Target, *, settled: Settled = wholeness
) -> tuple[Conversion, Mapping[Path, Conversion]]:
    """The conversion of a program, and those of it and of the modules that it imports, by their files.

    A file that has nothing of PyTorch, and a program that imports nothing of a project, has none. What does not convert
    in a module is left out where no other file names it.
    """
    catalogue = load_catalogue()
    source = Path(document.path)
    root, name = _place(source)
    files = dict(_reached(document.text, name, name.rpartition(".")[0], [source.parent, root]))
    files.pop(name, None)
    texts: dict[str, tuple[Path, str]] = {}
    for module, file in files.items():
        with suppress(SourceError):
            texts[module] = file, read_source(file)
    if not texts:
        return convert(document, catalogue, target, whole=settled([document], catalogue, target)[0]), {}
    documents = {name: Document(document.text, path=document.path)}
    documents |= {module: Document(text, path=str(file)) for module, (file, text) in texts.items()}
    made = _together(documents, target, settled)
    spared = dict(_spared(documents, made, target))
    if spared:
        made = _together(documents | spared, target, settled)
    places = [source, *(file for file, _ in texts.values())]  # a package may import the program, too
    return made[0], {file: one for file, one in zip(places, made, strict=True) if one.edits or one.remaining}


def _together(documents: Mapping[str, Document], target: Target, settled: Settled) -> list[Conversion]:
    """The conversions of modules that know one another."""
    catalogue = load_catalogue()
    connect(documents)
    whole = settled(list(documents.values()), catalogue, target)
    return [convert(one, catalogue, target, whole=stays) for one, stays in zip(documents.values(), whole, strict=True)]


def _spared(
    documents: Mapping[str, Document], made: Sequence[Conversion], target: Target
) -> Iterator[tuple[str, Document]]:
    """The modules behind the first that keep PyTorch, without what keeps it, where no other module names that."""
    for (name, document), conversion in list(zip(documents.items(), made, strict=True))[1:]:
        with suppress(SourceError, SyntaxError):
            keeps = remaining_pytorch(Path(document.path), conversion.text) is not None
            found = reduced(document, target, "") if keeps else None
            if found is not None:
                gone = names(document.text) - names(found[0].text)
                others = " ".join(other.text for other in documents.values() if other is not document)
                if not gone & set(_WORD.findall(others)):
                    yield name, found[0]


def imported(source: Path) -> frozenset[Path]:
    """The files of the modules beside a program that it imports, also indirectly; none where it cannot be read."""
    root, name = _place(source)
    with suppress(SourceError):
        reached = _reached(read_source(source), name, name.rpartition(".")[0], [source.parent, root])
        return frozenset(file.resolve() for _, file in reached)
    return frozenset()


def _place(source: Path) -> tuple[Path, str]:
    """The folder that the outermost package around a file lies in, and the name that the file is imported by there."""
    folder, parts = source.parent, [source.stem]
    while (folder / "__init__.py").is_file() and folder != folder.parent:
        parts.insert(0, folder.name)
        folder = folder.parent
    return folder, ".".join(parts)


def _reached(text: str, name: str, package: str, roots: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """The modules in `roots` that a module imports, also indirectly, by their names."""
    known = {name}
    waiting = [(text, package)]
    while waiting:
        text, package = waiting.pop()
        for module in _imported(text, package):
            file = _file(module, roots)
            if module in known or file is None:
                continue
            known.add(module)
            yield module, file
            with suppress(SourceError):
                waiting.append((read_source(file), module if file.stem == "__init__" else module.rpartition(".")[0]))


def _imported(text: str, package: str) -> Iterator[str]:
    """What may be modules of what a text imports, the packages around them first; nothing of what does not parse."""
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError):
        return
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _with_packages(alias.name)
        elif isinstance(node, ast.ImportFrom):
            around = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*around, *filter(None, [node.module])])
            yield from _with_packages(base)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _with_packages(name: str) -> Iterator[str]:
    parts = name.split(".")
    yield from (".".join(parts[:count]) for count in range(1, len(parts) + 1))


def _file(module: str, roots: Sequence[Path]) -> Path | None:
    for root in roots:
        path = root.joinpath(*module.split("."))
        for file in (path / "__init__.py", path.parent / f"{path.name}.py"):
            if file.is_file():
                return file
    return None
