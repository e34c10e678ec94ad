"""The blocks of an MXNet program: they get PyTorch's weights, and their calls are observed."""

from __future__ import annotations

import sys
import threading
import types
from collections.abc import Collection, Mapping
from typing import Any

import mxnet as mx

from .correspondence import pair
from .lazily import Lazily
from .mxnet_cuts import write
from .mxnet_double import widen
from .mxnet_drawn import Drawn
from .mxnet_early import Early
from .recorder import Recorder
from .replay import Replay
from .structure import items
from .timer import Timer

_CALLS = 3


def read(value: Any) -> Any:
    """A copy of an NDArray as a numpy array, or None when `value` is none."""
    return value.asnumpy() if isinstance(value, mx.nd.NDArray) else None


class Blocks:
    """The blocks that the program calls itself; each gets PyTorch's recorded weights before its first call.

    One that is first called when training has begun keeps what the program has written into it, as an average of shared
    weights, or as loaded ones.
    """

    def __init__(
        self, recorder: Recorder, replay: Replay, trace: bool, double: bool, timer: Timer, early: Early, drawn: Drawn
    ) -> None:
        self.recorder = recorder
        self.early = early
        self.drawn = drawn
        self.timer = timer
        self.replay = replay
        self.trace = trace
        self.double = double
        self.roots: list[Any] = []
        self.names: list[dict[str, str]] = []
        self.places: dict[int, tuple[int, str]] = {}
        self.examiner: Any = None
        self._carried: set[int] = set()
        self._depth = threading.local()

    def call(self, original: Any) -> Any:
        def __call__(block: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807
            depth = getattr(self._depth, "value", 0)
            if depth == 0 and id(block) not in self.places:
                self._enter(block)
            place = self.places.get(id(block))
            if self.double and depth == 0 and place is not None:
                args = tuple(widen(arg) for arg in args)
            record = None
            if self.examiner is not None and place is not None:
                record, args = self.examiner.called(place, args, _in_sequence(sys._getframe(1)))
            self._depth.value = depth + 1
            try:
                result = self.timer.call(place if depth == 0 else None, original, block, *args, **kwargs)
            finally:
                self._depth.value = depth
            if record is not None:
                result = self.examiner.answered(record, result)
            if place is not None and (self.trace or depth == 0):
                self._leave(place, result)
            return result

        return __call__

    def _enter(self, block: Any) -> None:
        parameters = parameters_of(block)
        if not parameters:
            return
        index = len(self.roots)
        self.roots.append(block)
        self._place(block, index, "")
        self.recorder.roots.append({"type": type(block).__name__, "state": {}, "line": self.recorder.line()})
        if self.double:
            block.cast("float64")
        self.names.append(self._carry(index, parameters))

    def _place(self, block: Any, index: int, path: str) -> None:
        self.places.setdefault(id(block), (index, path))
        for name, child in block._children.items():
            self._place(child, index, f"{path}.{name}" if path else name)

    def _carry(self, index: int, parameters: dict[str, Any]) -> dict[str, str]:
        """Set the block's parameters from the recorded state; what does not fit is a problem of the run."""
        state = self.replay.state(index)
        title = f"{type(self.roots[index]).__name__} (number {index + 1} of the modules that the program calls)"
        if state is None:
            self.recorder.problem(f"the MXNet program calls {title}, but the PyTorch program has no such module")
            return {}
        names, lost, left = pair(state, parameters, self.replay.known)
        left = [name for name in left if id(parameters[name]) not in {id(parameters[n]) for n in names.values()}]
        buffers = self.replay.run["roots"][index].get("buffers", [])
        lost = [name for name in lost if name not in buffers]
        if lost or left:
            detail = (
                f"PyTorch has {', '.join(lost) or 'nothing'} and MXNet has {', '.join(left) or 'nothing'} left over"
            )
            self.recorder.problem(f"the weights of {title} do not correspond: {detail}")
        for name, own in names.items():
            self._set(title, index, name, own, parameters[own], state[name])
        return names

    def _set(self, title: str, index: int, name: str, own: str, parameter: Any, array: Any) -> None:
        self.early.paired(parameter, index, name)
        fed = self.examiner is not None and self.examiner.feed is not None
        if self.replay.run["roots"][index]["late"] and not fed and not self.drawn.has(parameter):
            return
        if id(parameter) in self._carried or (parameter._data is None and not parameter._deferred_init):
            return
        shape = parameter.shape
        if shape is not None and not _fits(shape, array.shape):
            self.recorder.problem(
                f"{name} of {title} has shape {array.shape} in PyTorch and {own} has {shape} in MXNet"
            )
            return
        self._carried.add(id(parameter))
        make = mx.np.array if mx.util.is_np_array() else mx.nd.array
        with mx.autograd.pause():
            parameter.set_data(make(array, dtype="float64" if self.double else parameter.dtype))
        if parameter._data is not None:
            parameter.data(parameter.list_ctx()[0]).wait_to_read()  # else copies of all weights wait for the engine

    def _leave(self, place: tuple[int, str], result: Any) -> None:
        index, path = place
        call = self.recorder.count(f"call {index} {path}")
        tensors = (part for _, part in items(result) if isinstance(part, mx.nd.NDArray))
        for number, part in enumerate(tensors):
            if path == "" and call < _CALLS:
                key = f"{index}.{call}.{number}"
                self.recorder.value("output", key, read(part), line=self.recorder.line(), root=index, call=call)
            if self.trace:
                self.recorder.event(f"call {index} {path} {number}", read(part), self.recorder.line())

    def gradients(self, scale: float, used: Collection[Any] = ()) -> Mapping[tuple[int, str], Any]:
        """The gradients as the optimizer will use them: `scale` is what the trainer multiplies them by.

        Zeros, as on PyTorch's side, for the parameters among `used` that no backward pass has reached since their step.
        """
        stale = {id(own) for own in used if own._data is not None and not own.list_data()[0]._fresh_grad}
        trained = {
            key: parameter
            for key, parameter in self.parameters()
            if parameter.grad_req != "null" and parameter._grad is not None
        }
        return Lazily(trained, lambda own: read(own.grad()) * (0 if id(own) in stale else scale))

    def weights(self) -> Mapping[tuple[int, str], Any]:
        there = {key: parameter for key, parameter in self.parameters() if parameter._data is not None}
        return Lazily(there, lambda parameter: read(parameter.data()))

    def share(self, state: Mapping[str, Any]) -> None:
        """Give the parameters that `state` names by root and name PyTorch's numbers."""
        for (index, name), parameter in self.parameters():
            if f"{index} {name}" in state and parameter._data is not None:
                for own in parameter.list_data():
                    write(own, state[f"{index} {name}"])

    def parameters(self) -> list[tuple[tuple[int, str], Any]]:
        """The parameters that have been paired, by root and PyTorch's name."""
        found = []
        for index, (root, names) in enumerate(zip(self.roots, self.names, strict=True)):
            parameters = parameters_of(root)
            found += [((index, name), parameters[own]) for name, own in names.items() if own in parameters]
        return found


def parameters_of(block: Any, prefix: str = "") -> dict[str, Any]:
    """The parameters of a block and its children by their attributes, as PyTorch names its own."""
    found = {prefix + name: parameter for name, parameter in block._reg_params.items()}
    for name, child in block._children.items():
        found.update(parameters_of(child, f"{prefix}{name}."))
    return found


def _in_sequence(caller: types.FrameType) -> bool:
    """Whether a Sequential calls the block, which no line of the program does."""
    return isinstance(caller.f_locals.get("self"), (mx.gluon.nn.Sequential, mx.gluon.nn.HybridSequential))


def _fits(shape: tuple[int, ...], given: tuple[int, ...]) -> bool:
    """Whether a parameter of `shape`, in which 0 is not known yet, can take an array of shape `given`."""
    return len(shape) == len(given) and all(own in (0, -1, other) for own, other in zip(shape, given, strict=True))
