"""Cuts the graph of gradients between two statements, so that the backward pass of each is judged on its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import mxnet as mx
import numpy as np

from .replay import Replay

_backward = mx.autograd.backward

Told = Callable[["Cut", Any, Any], None]


@dataclass(eq=False)
class Cut:
    """An array that the statement of `record` has made, and the leaf that stands for it in what follows.

    `gradients` names PyTorch's gradient of it for each of its backward passes by number. `readers` are the records of
    the statements that have read it, `handing` of those that have handed it on, whatever else they did with it.
    """

    own: Any
    leaf: Any
    name: str
    record: dict[str, Any]
    gradients: dict[int, str]
    readers: list[dict[str, Any]] = field(default_factory=list)
    handing: list[dict[str, Any]] = field(default_factory=list)
    told: bool = True


class Cuts:
    """The cuts of a run; `told` gets each with PyTorch's gradient and its own when a backward pass is over.

    They are not `possible` where the program asks for gradients by autograd.grad, which needs the graph as it is.
    """

    def __init__(self, replay: Replay, told: Told) -> None:
        self.replay = replay
        self.told = told
        self.possible = True
        self._leaves: dict[int, Cut] = {}
        self._passes = 0

    def at(self, array: Any) -> Cut | None:
        """The cut whose leaf `array` is."""
        return self._leaves.get(id(array))

    def make(self, own: Any, array: Any, name: str, record: dict[str, Any], gradients: list[tuple[int, str]]) -> Any:
        """The leaf that takes the place of `own`, with PyTorch's numbers."""
        leaf = like(array, own)
        leaf.attach_grad()
        self._leaves[id(leaf)] = Cut(own, leaf, name, record, dict(gradients))
        return leaf

    def read(self, array: Any, record: dict[str, Any], around: list[dict[str, Any]]) -> None:
        """A statement, inside the calls of those of `around`, reads `array`."""
        cut = self._leaves.get(id(array))
        if cut is not None and all(record is not reader for reader in cut.readers):
            cut.readers = [reader for reader in cut.readers if all(reader is not other for other in around)]
            cut.readers.append(record)

    def backward(self, heads: Any, gradients: Any = None, retain_graph: bool = False, train_mode: bool = True) -> None:
        """The backward pass of `heads` and, with PyTorch's gradients, of every cut behind them."""
        number, self._passes = self._passes, self._passes + 1
        heads = list(heads) if isinstance(heads, (list, tuple)) else [heads]
        given = list(gradients) if isinstance(gradients, (list, tuple)) else [gradients] * len(heads)
        cuts = [cut for cut in self._leaves.values() if number in cut.gradients and in_graph(cut.own)]
        more = [like(self.replay.array(cut.gradients[number]), cut.own) for cut in cuts]
        _backward([*heads, *(cut.own for cut in cuts)], [*given, *more], retain_graph, train_mode)
        # From the last to the first, and before all others those that only one statement can answer for.
        for cut in sorted(filter(lambda cut: cut.told, reversed(cuts)), key=lambda cut: len(cut.readers) > 1):
            self.told(cut, self.replay.array(cut.gradients[number]), cut.leaf.grad.asnumpy())
        self._leaves = {
            key: cut for key, cut in self._leaves.items() if not cut.gradients or max(cut.gradients) > number
        }

    def read_unseen(self, array: Any) -> None:
        """Something that is not examined reads `array`, so that no statement answers for its gradient."""
        cut = self._leaves.get(id(array))
        if cut is not None:
            cut.told = False

    def passed_on(self, array: Any, record: dict[str, Any]) -> None:
        """The statement has handed `array` on."""
        cut = self._leaves.get(id(array))
        if cut is not None:
            cut.handing += [reader for reader in cut.readers if reader is record]
            cut.readers = [reader for reader in cut.readers if reader is not record]


def like(array: Any, own: Any) -> Any:
    """A new array with the numbers of `array`, of the type and shape of `own`."""
    make = mx.np.array if isinstance(own, mx.np.ndarray) else mx.nd.array
    with mx.autograd.pause():
        return make(np.asarray(array).reshape(own.shape), dtype=own.dtype, ctx=own.context)


def write(own: Any, array: Any) -> None:
    """Put numbers into an array, behind the back of autograd."""
    array = np.asarray(array).reshape(own.shape)
    if own.size and not np.array_equal(own.asnumpy(), array):
        with mx.autograd.pause():
            # not copyto, which refuses layouts of oneDNN
            mx.nd.identity(like(array, own).as_nd_ndarray(), out=own.as_nd_ndarray())


def in_graph(array: Any) -> bool:
    """Whether a backward pass can start at `array`."""
    try:
        mx.autograd.get_symbol(array)
    except mx.MXNetError:
        return False
    return True


def triangle(value: Any) -> Any:
    """1 where a gradient of `value` says something: what reads a triangular matrix leaves its zeros alone."""
    if value.ndim < 2 or value.shape[-1] != value.shape[-2]:
        return 1
    upper, lower = np.triu(value, 1).any(), np.tril(value, -1).any()
    if upper == lower:
        return 1
    return np.triu(np.ones_like(value)) if upper else np.tril(np.ones_like(value))
