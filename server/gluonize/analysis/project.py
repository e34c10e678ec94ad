"""Several documents that import from one another: what one file defines is known in the next."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from gluonize.analysis.document import Document
from gluonize.analysis.state import FactKey, Facts
from gluonize.analysis.types import NONE, Type, join

_LOCAL = {"class", "inst", "func"}
_TURNS = 6


def module_name(path: str, root: str) -> str:
    """The dotted name under which a file is imported from `root` ("pkg/net.py" is "pkg.net")."""
    try:
        relative = PurePath(path).relative_to(root)
    except ValueError:
        relative = PurePath(PurePath(path).name)
    parts = list(relative.with_suffix("").parts)
    if parts and parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts)


def connect(documents: Mapping[str, Document]) -> None:
    """Let each document know what the others, given by their module names, define. Does no IO."""
    for _ in range(_TURNS):
        exported: Facts = {("file", name): NONE for name in documents}
        for name, document in documents.items():
            exported.update(_exported(name, document.facts()))
        given = _given(documents)
        changed = [
            document.learn_modules(name, {**exported, **given.get(name, {})}) for name, document in documents.items()
        ]
        if not any(changed):
            return


def _given(documents: Mapping[str, Document]) -> dict[str, Facts]:
    """What the functions of each module are called with in the others."""
    found: dict[str, Facts] = {}
    for name, document in documents.items():
        for key, value in document.written().items():
            module, _, path = key[1].partition(":") if len(key) > 1 else ("", "", "")
            if key[0] != "param" or not path or module not in documents or module == name:
                continue
            facts, own = found.setdefault(module, {}), (key[0], path, *key[2:])
            told = _local(module, _type(name, value))
            facts[own] = join(facts[own], told) if own in facts else told
    return found


def _local(module: str, value: Type | None) -> Type | None:
    """A type as a module itself names it."""
    if value is None:
        return None
    items = tuple(_local(module, item) for item in value.items)
    return Type(value.kind, value.name.removeprefix(f"{module}:"), items)


def _exported(module: str, facts: Facts) -> Facts:
    """A module's facts under names that begin with the module's."""
    renamed: Facts = {}
    for key, value in facts.items():
        if key[0] in {"module", "stars", "file"} or ":" in key[1]:
            continue
        renamed[_key(module, key)] = _type(module, value)
    names = (key[1] for key in facts if key[0] == "global" and not key[1].startswith("_") and ":" not in key[1])
    renamed["names", module] = Type("foreign", " ".join(sorted(names)))
    return renamed


def _key(module: str, key: FactKey) -> FactKey:
    return key[0], f"{module}:{key[1]}", *key[2:]


def _type(module: str, value: Type | None) -> Type | None:
    if value is None:
        return None
    items = tuple(_type(module, item) for item in value.items)
    local = value.kind in _LOCAL and ":" not in value.name
    return Type(value.kind, f"{module}:{value.name}" if local else value.name, items)
