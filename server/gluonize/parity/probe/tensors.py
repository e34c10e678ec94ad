"""The arrays in arguments and results, each with its place in them."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from .namespace import as_array
from .structure import parts as parts_of
from .structure import rebuilt

Named = dict[str, Any]
"""Arguments by parameter name, or by position where a parameter has none."""


def changed(value: Any, path: str, is_tensor: Callable[[Any], bool], change: Callable[[str, Any], Any]) -> Any:
    """`value` with each tensor in it, and in what it holds, replaced by `change(path, tensor)`."""
    if is_tensor(value):
        return change(path, value)
    if isinstance(value, dict):
        return {key: changed(part, f"{path}[{key!r}]", is_tensor, change) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        parts = [changed(part, f"{path}[{index}]", is_tensor, change) for index, part in enumerate(value)]
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    inner = parts_of(value)
    if inner:
        return rebuilt(copy.copy(value), [changed(part, path + step, is_tensor, change) for step, part in inner])
    return value


def tensors(value: Any, path: str, is_tensor: Callable[[Any], bool]) -> dict[str, Any]:
    """The tensors in `value` by their places, in order."""
    found: dict[str, Any] = {}

    def take(place: str, tensor: Any) -> Any:
        found[place] = tensor
        return tensor

    changed(value, path, is_tensor, take)
    return found


def flattened(result: Any, read: Callable[[Any], Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """The arrays and numbers in `result` as numpy arrays, each with its place in it."""
    array, origin = as_array(result, read)
    if array is not None and origin != "list":
        yield path, array
    elif isinstance(result, Mapping):
        for key, value in result.items():
            yield from flattened(value, read, f"{path}[{key!r}]")
    elif isinstance(result, (tuple, list)):
        for index, value in enumerate(result):
            yield from flattened(value, read, f"{path}[{index}]")
    else:
        for step, value in parts_of(result):
            yield from flattened(value, read, path + step)


def cotangent(place: int, shape: tuple[int, ...]) -> Any:
    """The weights with which the elements of one result enter the sum whose gradients are compared."""
    return np.random.RandomState(place).uniform(0.5, 1.5, shape)
