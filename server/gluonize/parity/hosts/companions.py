"""What goes with a program to a machine that has none of its files: the modules beside it, and what the user names."""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Iterator, Sequence
from pathlib import Path

from gluonize.errors import UsageError


def companions(source: Path, send: Sequence[str]) -> list[Path]:
    """The Python files beside `source` that it imports, also indirectly, and those that match a pattern of `send`.

    Patterns are those of Path.glob, relative to the program's folder; a folder stands for all that is in it.
    Raises UsageError for a pattern that nothing matches.
    """
    found = dict.fromkeys(_modules(source))
    for pattern in send:
        matching = list(_matching(source.parent, pattern))
        if not matching:
            raise UsageError(f"nothing in {source.parent} matches {pattern}, which is to be sent along")
        found.update(dict.fromkeys(matching))
    found.pop(source, None)
    return list(found)


def _matching(folder: Path, pattern: str) -> Iterator[Path]:
    try:
        matches = sorted(folder.glob(pattern))
    except (ValueError, NotImplementedError) as error:
        raise UsageError(f"{pattern} is no pattern of files relative to the program's folder") from error
    for match in matches:
        files = match.rglob("*") if match.is_dir() else [match]
        yield from (file for file in files if file.is_file() and "__pycache__" not in file.parts)


def _modules(source: Path) -> Iterator[Path]:
    """`source` and the modules beside it that it needs, each once."""
    known, waiting = {source}, [source]
    while waiting:
        file = waiting.pop()
        yield file
        for module in _imported(file, source.parent):
            if module not in known:
                known.add(module)
                waiting.append(module)


def _imported(file: Path, folder: Path) -> Iterator[Path]:
    """The files in `folder` of the modules that `file` names; a package counts as a whole."""
    try:
        with tokenize.open(file) as opened:
            tree = ast.parse(opened.read())
    except (OSError, SyntaxError, UnicodeDecodeError):
        return
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").partition(".")[0])
    for name in sorted(names - {""}):
        single, package = folder / f"{name}.py", folder / name
        if package.is_dir():
            yield from sorted(package.rglob("*.py"))
        elif single.is_file():
            yield single
