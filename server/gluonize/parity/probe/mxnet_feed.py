"""Puts PyTorch's numbers in the place of those that an MXNet program has calculated."""

from __future__ import annotations

from typing import Any

import mxnet as mx
import numpy as np

from .mxnet_cuts import Cuts, in_graph, like, write
from .replay import Replay
from .structure import parts, rebuilt


class Feed:
    """Feeds the values that statements read, and those that they have made; `given` names arrays by their paths."""

    def __init__(self, replay: Replay, cuts: Cuts) -> None:
        self.replay = replay
        self.cuts = cuts

    def input(self, own: Any, given: dict[str, str], path: str = "") -> Any:
        """`own` with PyTorch's numbers: changed in place, or another where it is part of a graph or no array."""
        inner = parts(own) if given else []
        if inner:
            return rebuilt(own, [self.input(part, given, path + step) for step, part in inner])
        if path not in given:
            return own
        array = self.replay.array(given[path])
        if isinstance(own, mx.gluon.Parameter):
            if own._data is not None and own.shape == array.shape:
                self.parameter(own, array)
            return own
        if isinstance(own, mx.nd.NDArray):
            return self._array(own, array)
        if isinstance(own, (bool, int, float)) and array.size == 1 and own != array.item():
            return type(own)(array.item())
        return own

    def output(
        self, own: Any, given: dict[str, str], name: str, record: dict[str, Any], made: dict[str, Any], path: str = ""
    ) -> Any:
        """What `record` has made: where PyTorch knows a gradient of it, the graph of gradients is cut there."""
        inner = parts(own) if given else []
        if inner:
            return rebuilt(own, [self.output(part, given, name, record, made, path + step) for step, part in inner])
        recorded = isinstance(own, mx.nd.NDArray) and mx.autograd.is_recording()
        if recorded and self.cuts.at(own) is not None:
            return own
        if not recorded or not self.cuts.possible or is_leaf(own) or path not in given:
            return own if recorded and name + path in made["same"] else self.input(own, given, path)
        array = self.replay.array(given[path])
        if own.size != array.size:
            return own
        if name + path in made["same"]:
            return _corrected(own, array)
        gradients = made["gradients"].get(name + path)
        if gradients:
            return self.cuts.make(own, array, name + path, record, gradients)
        # No backward pass has come to it in PyTorch.
        return own if np.array_equal(own.asnumpy(), array.reshape(own.shape)) else like(array, own)

    def parameter(self, own: Any, array: Any) -> None:
        """Set the numbers of a gluon Parameter that has its shape."""
        for data in own.list_data():
            write(data, array)

    def _array(self, own: Any, array: Any) -> Any:
        if own.size != array.size or np.array_equal(own.asnumpy(), array.reshape(own.shape)):
            return own
        if not mx.autograd.is_recording() or is_leaf(own):
            write(own, array)
            return own
        return _corrected(own, array) if in_graph(own) else like(array, own)


def _corrected(own: Any, array: Any) -> Any:
    """`own` with its graph and, where they differ by more than rounding, with the numbers of `array`."""
    array = array.reshape(own.shape)
    error = array - own.asnumpy()
    if not np.isfinite(error).all():
        return own if np.array_equal(own.asnumpy(), array, equal_nan=True) else like(array, own)
    return own + like(error, own) if np.abs(error).max(initial=0) > 1e-5 * np.abs(array).max(initial=0) else own


def is_leaf(array: Any) -> bool:
    """Whether `array` is one for which gradients are kept."""
    return isinstance(array, mx.nd.NDArray) and array.grad is not None
