"""The text of the helpers, and the names they get in a file that has such names of its own."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from gluonize.analysis import Document, Unit
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


def helper_in(unit: Unit) -> str:
    """The name of the helper that a statement is, as it stands in a converted file, be it under another name; or ""."""
    found = unit.memo.get(_HELPER)
    if not isinstance(found, str):
        plain = _NEW_NAME.sub(_own_name, unit.text.replace(b"\r\n", b"\n"))
        defined = _DEFINED.search(unit.text) if plain in _helper_definitions() else None
        found = unit.memo[_HELPER] = defined[1].decode() if defined is not None else ""
    return found


_HELPER = "helper"
_DEFINED = re.compile(rb"^(?:class|def) (\w+)", re.MULTILINE)
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


def taken_names(document: Document, target: Target) -> frozenset[str]:
    """The helpers' names for which a file has another use, so that the helpers need others.

    A name that the file imports from PyTorch is the helper's: it stands for what the import brought.
    """
    found = document.names_among(_all_names(target))
    if not found:
        return found
    units = [unit for _, unit in document.units()]
    imported = {use.name.rpartition(".")[2] for unit in units for use in unit.uses if use.kind == "import"}
    return found - imported - {helper_in(unit) for unit in units}


def new_name(name: str) -> str:
    """What a helper is called where its name is taken."""
    return f"mx_{name}"


def renamed(text: str, taken: frozenset[str]) -> str:
    """The text of a helper with every helper's name that is taken replaced."""
    used = set(re.findall(r"(?<![\w.])[A-Za-z_]\w*", text)) & taken
    return rename_globals(text, {name: new_name(name) for name in used}) if used else text
