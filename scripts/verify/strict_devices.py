"""MXNet with every CPU context a device of its own: what mixes devices is found without a GPU.

MXNet's operators take arrays of `cpu(0)` and `cpu(1)` together, as both lie in one memory; with a GPU they fail.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from unittest import mock

import mxnet as mx
from mxnet._ctypes import ndarray as low_level
from mxnet._ffi._ctypes import function as packed

SECOND = mx.cpu(1)


class MixedDevicesError(Exception):
    """An operator was given arrays of several contexts."""


@contextlib.contextmanager
def strict_devices() -> Iterator[None]:
    """Operators raise MixedDevicesError for arrays of several contexts; copies between contexts stay possible."""
    handles, call = low_level.c_handle_array, packed.FunctionBase.__call__

    def checked_handles(arrays: Iterable[Any]) -> Any:
        arrays = list(arrays)
        _check(arrays)
        return handles(arrays)

    def checked_call(self: Any, *args: Any) -> Any:
        parts = [part for arg in args for part in (arg if isinstance(arg, (list, tuple)) else [arg])]
        _check(part for part in parts if isinstance(part, mx.nd.NDArray))
        return call(self, *args)

    with (
        mock.patch.object(low_level, "c_handle_array", checked_handles),
        mock.patch.object(packed.FunctionBase, "__call__", checked_call),
    ):
        yield


@contextlib.contextmanager
def gpus_as_cpus(count: int = 2) -> Iterator[None]:
    """MXNet's GPUs are the CPU contexts behind the first, `count` of them."""
    gpu: Callable[..., Any] = lambda number=0: mx.cpu(number + 1)  # noqa: E731
    with (
        mock.patch.object(mx, "gpu", gpu),
        mock.patch.object(mx.context, "gpu", gpu),
        mock.patch.object(mx.context, "num_gpus", return_value=count),
    ):
        yield


def moved(value: Any, context: Any = SECOND) -> Any:
    """A value with its arrays on `context`, those in lists, tuples and dictionaries too."""
    if isinstance(value, mx.nd.NDArray):
        return value.as_in_context(context)
    if isinstance(value, (list, tuple)):
        return type(value)(moved(item, context) for item in value)
    if isinstance(value, dict):
        return {key: moved(item, context) for key, item in value.items()}
    return value


def _check(arrays: Iterable[Any]) -> None:
    contexts = {str(array.context) for array in arrays}
    if len(contexts) > 1:
        raise MixedDevicesError(f"an operator was given arrays on {', '.join(sorted(contexts))}")
