"""Classes of the file: the attributes that they and their bases define, and the class of PyTorch above them."""

from __future__ import annotations

from gluonize.analysis.state import State
from gluonize.analysis.types import NONE, Type


def class_attribute(state: State, cls: str, name: str, depth: int = 0) -> tuple[bool, Type | None]:
    """Whether a class of the file, or a base of it in the file, defines `name`, and its type."""
    key = ("attr", cls, name)
    declared = ("declared", cls, name)
    if state.has(key):
        value = state.read(key)
        return True, state.read(declared) if value == NONE and state.has(declared) else value
    state.reads.setdefault(key, Type("foreign", "unbound"))
    if state.has(declared):
        return True, state.read(declared)
    state.reads.setdefault(declared, Type("foreign", "unbound"))
    base = state.read(("base", cls))
    for item in base.items if base is not None and depth < 8 else ():
        if item is not None and item.kind == "class":
            found, value = class_attribute(state, item.name, name, depth + 1)
            if found:
                return True, value
    return False, None


def torch_base(state: State, cls: str, depth: int = 0) -> str | None:
    """The torch class that a class of the file derives from, through other classes of the file too."""
    base = state.read(("base", cls))
    for item in base.items if base is not None and depth < 8 else ():
        if item is None:
            continue
        if item.kind == "ref":
            return item.name
        if item.kind == "class":
            found = torch_base(state, item.name, depth + 1)
            if found:
                return found
    return None
