"""The variables that a program leaves behind, as far as they are numbers."""

from __future__ import annotations

import numbers
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from .clock import ClockTime
from .recorder import Recorder
from .structure import is_endless, items

_LIMIT = 1_000_000


def record_variables(namespace: Mapping[str, Any], recorder: Recorder, read: Callable[[Any], Any]) -> None:
    """Keep the tensors, numbers, lists of numbers, and short lists and dicts of these among the module's variables."""
    for name, value in namespace.items():
        if name.startswith("_"):
            continue
        if _timed(value):
            recorder.skip(name, "it comes from the clock, which never reads the same twice")
            continue
        for path, array, origin in numeric(value, read):
            recorder.value("variable", name + path, array, name=name + path, origin=origin)


def leaves(value: Any, read: Callable[[Any], Any]) -> Iterator[tuple[str, Any]]:
    """Each array or number in `value` as an array, with its path; a long list of numbers is one array."""
    for path, part in items(value):
        array = as_array(part, read)[0]
        if array is not None:
            yield path, array


def numeric(value: Any, read: Callable[[Any], Any]) -> Iterator[tuple[str, Any, str]]:
    """A value as one array, or else what is in it, each with its path and its origin."""
    array, origin = as_array(value, read)
    if array is not None:
        yield "", array, origin
        return
    for path, part in items(value):
        array, origin = as_array(part, read)
        if path and array is not None:
            yield path, array, origin


def as_array(value: Any, read: Callable[[Any], Any], around: tuple[int, ...] = ()) -> tuple[Any, str]:
    """`value` as a numpy array with its origin (tensor, number, list); (None, "") for anything that is not numeric."""
    if isinstance(value, ClockTime):
        return None, ""
    tensor = read(value)
    if tensor is not None:
        return tensor, "tensor"
    if isinstance(value, np.ndarray):
        return (value, "array") if value.dtype.kind in "biufc" else (None, "")
    if isinstance(value, (numbers.Number, np.generic)):
        array = np.asarray(value)
        return (array, "number") if array.dtype.kind in "biufc" else (None, "")
    if isinstance(value, (list, tuple)) and 0 < len(value) <= _LIMIT and not is_endless(value, around):
        return _listed(value, read, (*around, id(value)))
    return None, ""


def _listed(value: Any, read: Callable[[Any], Any], around: tuple[int, ...]) -> tuple[Any, str]:
    parts = [as_array(item, read, around)[0] for item in value]
    if any(part is None for part in parts) or len({part.shape for part in parts}) != 1:
        return None, ""
    return np.stack(parts), "list"


def _timed(value: Any) -> bool:
    """Whether a value, or one in it, was read from the clock."""
    parts = value if isinstance(value, (list, tuple)) else ()
    return any(isinstance(part, ClockTime) for part in (*parts, *(part for _, part in items(value))))
