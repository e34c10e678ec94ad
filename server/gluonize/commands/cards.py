"""The catalogue's card of a name, as JSON: from PyTorch to MXNet, and from MXNet back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Literal

from gluonize.catalogue import Catalogue, Category, Entry, Parameter

Status = Literal["exact", "differs", "structural", "none", "unknown"]

_STRUCTURAL = (Category.PROGRAM_LEVEL, Category.DELETABLE)
_BY_WEIGHT: tuple[Status, ...] = ("differs", "structural", "exact", "none")
_MXNET_NAME = re.compile(r"\bmx(?:\.\w+)+")
_MXNET_PREFIXES = (("mxnet.", "mx."), ("mx.", "mx."), ("", "mx."), ("nn.", "mx.gluon.nn."), ("loss.", "mx.gluon.loss."))


def card(catalogue: Catalogue, asked: str) -> dict[str, Any]:
    """What the catalogue knows of `asked`, any usual alias of a PyTorch name or an MXNet name.

    The keys are the same for every status. `overloads` holds the same facts for each overload of the name, in order;
    `pytorch` holds, for an MXNet name, the PyTorch names whose equivalent it is; `near` the names like `asked` when
    it is unknown.
    """
    qualified = catalogue.resolve(asked)
    if qualified is not None:
        entries = catalogue.lookup(qualified) or catalogue.inplace(qualified)
        return _torch_card(catalogue, asked, qualified, entries)
    reverse = _reverse(catalogue, asked)
    if reverse is not None:
        return _mxnet_card(catalogue, asked, *reverse)
    return _blank(asked) | {"near": catalogue.suggest(asked)}


def status(entry: Entry) -> Status:
    """How much of a difference an entry is: the same numbers, other numbers, another structure, or nothing."""
    if entry.none or entry.category.policy == "never":
        return "none"
    if entry.category.policy == "noted":
        return "differs"
    if entry.rule or entry.category in _STRUCTURAL:
        return "structural"
    return "exact"


def _blank(asked: str) -> dict[str, Any]:
    return {
        "torch": asked,
        "qualified": None,
        "signature": None,
        "status": "unknown",
        "category": None,
        "nd": None,
        "np": None,
        "arguments": [],
        "notes": [],
        "hints": [],
        "evidence": None,
        "overloads": [],
        "pytorch": [],
        "near": [],
    }


def _torch_card(catalogue: Catalogue, asked: str, qualified: str, entries: tuple[Entry, ...]) -> dict[str, Any]:
    overloads = [_facts(entry) for entry in entries]
    weight = _overall(entries)
    shown = next(facts for facts in overloads if facts["status"] == weight)
    evidence = next((found for entry in entries if (found := catalogue.evidence(entry.name)) is not None), None)
    return _blank(asked) | {
        **shown,
        "qualified": qualified,
        "hints": [asdict(hint) for hint in catalogue.hints(entries[0].name)],
        "evidence": None if evidence is None else asdict(evidence) | {"versions": dict(evidence.versions)},
        "overloads": overloads,
    }


def _mxnet_card(catalogue: Catalogue, asked: str, qualified: str, entries: tuple[Entry, ...]) -> dict[str, Any]:
    names = sorted({entry.name for entry in entries})
    shown = _facts(entries[0])
    return _blank(asked) | {
        "qualified": qualified,
        "status": _overall(entries),
        "category": max((entry.category for entry in entries), key=lambda category: category.rank).value,
        "nd": shown["nd"],
        "np": shown["np"],
        "notes": [f"{entry.name}: {note}" for entry in entries for note in _notes(entry)],
        "pytorch": names,
    }


def _overall(entries: tuple[Entry, ...]) -> Status:
    """Of the overloads that have an equivalent, the one with the most to know decides."""
    found = {status(entry) for entry in entries}
    return next(weight for weight in _BY_WEIGHT if weight in found)


def _facts(entry: Entry) -> dict[str, Any]:
    return {
        "signature": None if entry.signature is None else entry.signature.text,
        "status": status(entry),
        "category": entry.category.value,
        "nd": entry.nd,
        "np": entry.np,
        "arguments": list(_arguments(entry)),
        "notes": _notes(entry),
    }


def _notes(entry: Entry) -> list[str]:
    return [note for note in (entry.note, entry.none, entry.instead) if note]


def _arguments(entry: Entry) -> Iterator[dict[str, Any]]:
    if entry.signature is None:
        return
    notes = dict(entry.argument_notes)
    for parameter in entry.signature.parameters:
        yield {
            "name": parameter.name,
            "required": parameter.default is None and not parameter.variadic,
            "default": parameter.default,
            "handling": _handling(entry, parameter),
            "note": notes.get(parameter.name, ""),
        }


def _handling(entry: Entry, parameter: Parameter) -> Literal["used", "dropped", "refused"]:
    if parameter.name in entry.refuse or status(entry) == "none":
        return "refused"
    return "dropped" if parameter.name in entry.drop else "used"


def _reverse(catalogue: Catalogue, asked: str) -> tuple[str, tuple[Entry, ...]] | None:
    """The MXNet name that a person means by `asked`, and the entries whose templates call it."""
    for short, full in _MXNET_PREFIXES:
        name = full + asked.removeprefix(short)
        if not asked.startswith(short) or not name.isascii():
            continue
        entries = tuple(entry for entry in catalogue.entries() if name in _called(entry))
        if entries:
            return name, entries
    return None


def _called(entry: Entry) -> frozenset[str]:
    templates = (entry.nd, entry.np, entry.nd_method, entry.np_method)
    return frozenset(name for template in templates if template for name in _MXNET_NAME.findall(template))
