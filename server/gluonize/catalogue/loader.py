"""Reads the chapters: TOML to entries, refusing what the format does not allow and naming file and entry."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gluonize.catalogue.model import Category, Entry, Kind
from gluonize.catalogue.signature import parse_signature
from gluonize.catalogue.template import compile_template
from gluonize.errors import CatalogueError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_KEYS: dict[str, type] = {
    "torch": str,
    "kind": str,
    "nd": str,
    "np": str,
    "nd_method": str,
    "np_method": str,
    "method": bool,
    "inplace": bool,
    "floating": str,
    "aliases": list,
    "refuse": list,
    "drop": list,
    "arguments": dict,
    "values": dict,
    "category": str,
    "note": str,
    "none": str,
    "instead": str,
    "rule": str,
    "helpers": list,
    "returns": str,
    "state": dict,
    "forward": list,
    "examples": list,
    "inputs": dict,
    "tolerance": list,
    "verify": dict,
    "see": list,
}
_TEMPLATES = ("nd", "np", "nd_method", "np_method")


Record = tuple[str, dict[str, Any]]
"""A chapter's name and one TOML table."""


def read_chapter(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tables of one chapter with their names, overloads of a name in the order of the file, unchecked.

    Raises CatalogueError for a file that cannot be read or is no TOML.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name}: cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{path.name}: {error}") from None
    for name, value in data.items():
        if name == "chapter":
            continue
        for table in value if isinstance(value, list) else [value]:
            yield name, table


def read_hints(path: Path) -> dict[str, list[list[str]]]:
    """For each PyTorch name the title, text and code of the hints shown beside it; empty where there is no file.

    Raises CatalogueError where the file breaks the format.
    """
    found: dict[str, list[list[str]]] = {}
    for title, table in read_chapter(path) if path.exists() else ():
        if not isinstance(table, dict) or set(table) - {"setup"} != {"at", "text", "code", "check"}:
            raise CatalogueError(f"{path.name}: [{title}] needs 'at', 'text', 'code' and 'check', and may have 'setup'")
        for name in table["at"]:
            found.setdefault(name, []).append([title, table["text"], table["code"].strip()])
    return found


def entry_from_table(name: str, table: object, chapter: str) -> Entry:
    """One entry from its TOML table; raises CatalogueError where the table breaks the format."""
    where = f"{chapter}.toml: [{name}]"
    if not isinstance(table, dict):
        raise CatalogueError(f"{where} is not a table")
    for key, value in table.items():
        if key not in _KEYS:
            raise CatalogueError(f"{where}: unknown key '{key}'")
        if not isinstance(value, _KEYS[key]):
            raise CatalogueError(f"{where}: '{key}' is not a {_KEYS[key].__name__}")
    try:
        entry = build_entry(name, table, chapter)
        _check(entry, table)
    except ValueError as error:
        raise CatalogueError(f"{where}: {error}") from None
    return entry


def aliases_of(name: str, table: dict[str, Any]) -> list[str]:
    """The other names of an entry, the tensor method of the same name included where there is one."""
    aliases = list(table.get("aliases", ()))
    tensor_method = f"torch.Tensor.{name.rpartition('.')[2]}"
    if table.get("method") and tensor_method not in aliases:
        aliases.append(tensor_method)
    return aliases


def build_entry(name: str, table: dict[str, Any], chapter: str) -> Entry:
    """An entry from a table that was checked before; ValueError where it was not and is wrong."""
    signature = parse_signature(table["torch"]) if "torch" in table else None
    kind = table.get("kind") or _kind(name, signature is not None or "none" in table)
    fields: dict[str, Any] = {key: table.get(key, "") for key in ("note", "none", "instead", "rule")}
    fields |= {key: table.get(key) for key in _TEMPLATES}
    fields |= {key: tuple(table.get(key, ())) for key in ("refuse", "drop", "helpers", "examples", "see")}
    return Entry(
        name=name,
        chapter=chapter,
        kind=kind,
        signature=signature,
        category=Category(table.get("category", "missing" if "none" in table else "renamed")),
        returns=table.get("returns", name if kind == "class" else "torch.Tensor"),
        aliases=tuple(aliases_of(name, table)),
        **fields,
        argument_notes=_pairs(table.get("arguments", {})),
        values=tuple((key, _pairs(value)) for key, value in table.get("values", {}).items()),
        state=_pairs(table.get("state", {})),
        forward=tuple(table.get("forward", ("input",))),
        inputs=_pairs(table.get("inputs", {})),
        inplace=table.get("inplace", False),
        floating=table.get("floating", ""),
        tolerance=_tolerance(table.get("tolerance")),
        verify=tuple(
            (key, tuple(value) if isinstance(value, list) else value) for key, value in table.get("verify", {}).items()
        ),
    )


def _kind(name: str, called: bool) -> Kind:
    """What a name is by itself: what has no signature is an attribute, unless there is nothing to call in MXNet."""
    if not called:
        return "attribute"
    return "method" if name.rpartition(".")[0].rpartition(".")[2][:1].isupper() else "function"


def _pairs(table: dict[str, str]) -> tuple[tuple[str, str], ...]:
    for key, value in table.items():
        if not isinstance(value, str):
            raise ValueError(f"'{key}' is not a string")
    return tuple(table.items())


def _tolerance(value: list[float] | None) -> tuple[float, float] | None:
    if value is None:
        return None
    if len(value) != 2:
        raise ValueError("'tolerance' is not [rtol, atol]")
    return float(value[0]), float(value[1])


def _check(entry: Entry, table: dict[str, Any]) -> None:
    templates = [(key, table[key]) for key in _TEMPLATES if key in table]
    if entry.none and templates:
        raise ValueError("'none' and a template exclude each other")
    if not entry.none and not templates and not entry.rule:
        raise ValueError("needs 'nd', 'np', 'rule' or 'none'")
    if entry.none and not entry.instead:
        raise ValueError("'none' needs 'instead': what to do about it")
    if entry.floating not in {"", "always", "with-floats"}:
        raise ValueError("'floating' is neither 'always' nor 'with-floats'")
    names = {parameter.name for parameter in entry.signature.parameters} if entry.signature else set()
    for key in ("refuse", "drop"):
        for name in table.get(key, ()):
            if name not in names:
                raise ValueError(f"'{key}' names '{name}', which is no parameter")
    notes = dict(entry.argument_notes)
    for name in entry.drop:
        if name not in notes:
            raise ValueError(f"'{name}' is dropped without a line in 'arguments'")
    for key, text in templates:
        _check_template(entry, key, text, names)


def _check_template(entry: Entry, key: str, text: str, names: set[str]) -> None:
    holes = {hole.name: hole for hole in compile_template(text).holes()}
    for name in holes:
        if name not in names and name != "self":
            raise ValueError(f"'{key}' uses ${name}, which is no parameter")
    if entry.rule:
        return
    for name in sorted(names - set(holes) - set(entry.refuse) - set(entry.drop)):
        raise ValueError(f"'{key}' neither uses, drops nor refuses '{name}'")
    for hole in holes.values():
        if not hole.forced or entry.signature is None or hole.name not in entry.signature:
            continue
        parameter = entry.signature[hole.name]
        if parameter.default is None and not parameter.variadic:
            raise ValueError(f"'{key}': ${hole.name}! has no default to write")
