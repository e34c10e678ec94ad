"""The text of the helpers, and the names they get in a file that has such names of its own."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from gluonize.analysis import Document
from gluonize.catalogue import Target
from gluonize.rewriter.renaming import rename_globals

_DEFINITIONS = {"function_definition", "class_definition", "decorated_definition"}


@cache
def helper_text(name: str, target: Target) -> str:
    """The source of a helper, without a trailing line break. Raises FileNotFoundError when there is none."""
    folder = resources.files("gluonize") / "helpers"
    for place in (target, "nd"):
        path = folder / place / f"{name}.py"
        if path.is_file():
            return path.read_text(encoding="utf-8").strip()
    raise FileNotFoundError(name)


def split_helper(text: str) -> tuple[list[str], str]:
    """A helper's own imports, and its definitions."""
    imports: list[str] = []
    body: list[str] = []
    for line in text.splitlines():
        if not body and (line.startswith(("import ", "from ")) or not line.strip()):
            if line.strip():
                imports.append(line)
        else:
            body.append(line)
    return imports, "\n".join(body).strip()


def is_helper(text: bytes) -> bool:
    """Whether a definition is that of a helper as it stands in a converted file, be it under another name."""
    plain = _NEW_NAME.sub(_own_name, text.replace(b"\r\n", b"\n"))
    return plain in _helper_definitions()


_NEW_NAME = re.compile(rb"(?<![\w.])mx_(\w+)")


def _own_name(match: re.Match[bytes]) -> bytes:
    return match[1] if match[1].decode() in _all_names("nd") | _all_names("np") else match[0]


@cache
def _helper_definitions() -> frozenset[bytes]:
    """The definitions of all helpers; they are nobody's PyTorch code."""
    from gluonize.analysis.parsing import parse

    found: set[bytes] = set()
    for folder in ("nd", "np"):
        for path in (resources.files("gluonize") / "helpers" / folder).iterdir():
            if path.name.endswith(".py"):
                source = path.read_bytes()
                nodes = parse(source).root_node.named_children
                found.update(source[n.start_byte : n.end_byte] for n in nodes if n.type in _DEFINITIONS)
    return frozenset(found)


@cache
def _all_names(target: Target) -> frozenset[str]:
    names: set[str] = set()
    for folder in ("nd", target):
        paths = (resources.files("gluonize") / "helpers" / folder).iterdir()
        names.update(path.name.removesuffix(".py") for path in paths if path.name.endswith(".py"))
    return frozenset(names)


def taken(document: Document, name: str, target: Target) -> bool:
    """Whether a file has another use for a helper's name, so that the helper needs another one.

    A name that the file imports from PyTorch is the helper's: it stands for what the import brought.
    """
    if not document.has_name(name) or _imported_from_torch(document, name):
        return False
    body = split_helper(helper_text(name, target))[1]
    return body not in document.text.replace("\r\n", "\n")


def _imported_from_torch(document: Document, name: str) -> bool:
    uses = (use for _, unit in document.units() for use in unit.uses)
    return any(use.kind == "import" and use.name.endswith(f".{name}") for use in uses)


def new_name(name: str) -> str:
    """What a helper is called where its name is taken."""
    return f"mx_{name}"


def renamed(document: Document, text: str, target: Target) -> str:
    """The text of a helper with every helper's name that the file has taken replaced."""
    used = set(re.findall(r"(?<![\w.])[A-Za-z_]\w*", text)) & _all_names(target)
    names = {name: new_name(name) for name in used if taken(document, name, target)}
    return rename_globals(text, names) if names else text
