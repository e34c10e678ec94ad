"""The precision in which a value was calculated, which says how exactly it can be known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

COARSER = ("float64", "float32", "tf32", "float16", "bfloat16")
EXACT = "exact"

_TYPES = {"complex64": "float32", "complex128": "float64"}
_WHOLE = ("int", "uint", "bool")
_TENSORS = ("output", "gradient", "weight")


def base_of(runs: Iterable[Mapping[str, Any]]) -> str:
    """The coarsest precision that two runs calculate in where their types do not say it."""
    found = [name for run in runs for name in (run["precision"], *run["modes"])]
    # Double precision is neither cut by TF32 nor cast by autocast.
    return "float64" if "float64" in found else _coarsest(found)


def precision_of(entry: Mapping[str, Any], other: Mapping[str, Any], base: str) -> str:
    """The precision of a value or an event that two runs have: the coarser of the two sides.

    Plain numbers are float64 whatever they were calculated from, so that they have the precision `base` of the runs.
    """
    types = [str(each["dtype"]) for each in (entry, other)]
    if all(name.startswith(_WHOLE) for name in types):
        return EXACT
    found = [_TYPES.get(name, name) for name in types if not name.startswith(_WHOLE)]
    if all(name == "float64" for name in found) and _are_tensors(entry, other):
        return "float64"
    return _coarsest([base, *(name for name in found if name in COARSER)])


def _are_tensors(entry: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(each.get("kind") in _TENSORS or each.get("origin") == "tensor" for each in (entry, other))


def _coarsest(names: Iterable[str]) -> str:
    return max(names, key=COARSER.index)
