"""The modules of a PyTorch program: their weights at the first call, and what their calls give."""

from __future__ import annotations

import sys
import threading
import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

from .lazily import Lazily
from .recorder import Recorder, stands_for
from .structure import items
from .timer import Timer

_CALLS = 3
STATISTICS = ("running_mean", "running_var")
"""Buffers that MXNet keeps as parameters; it keeps others as plain attributes of the block."""
_INNER_DROPOUT = ("MultiheadAttention", "RNN", "LSTM", "GRU")


def read(value: Any) -> Any:
    """A copy of a tensor as a numpy array, or None when `value` is no tensor."""
    if not isinstance(value, torch.Tensor):
        return None
    plain = value.detach()
    if plain.is_sparse or plain.is_quantized:
        return None
    if plain.dtype is torch.bfloat16:
        return stands_for(plain.float().cpu().numpy(), "bfloat16")
    return np.array(plain.resolve_conj().resolve_neg().cpu().numpy())


class Modules:
    """The modules that the program calls itself, with their weights as they were at the first call."""

    def __init__(self, recorder: Recorder, trace: bool, timer: Timer) -> None:
        self.recorder = recorder
        self.timer = timer
        self.trace = trace
        self.roots: list[Any] = []
        self.places: dict[int, tuple[int, str]] = {}
        self.lines: dict[int, int | None] = {}
        self.examiner: Any = None
        self.stream: Any = None
        self._depth = threading.local()

    def made(self, original: Any) -> Any:
        """Remember the line that makes each module."""

        def __init__(module: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
            self.lines[id(module)] = self.recorder.line()
            original(module, *args, **kwargs)

        return __init__

    def step(self, kind: str, arrays: Mapping[tuple[int, str], Any]) -> None:
        """Tell the examiner the gradients before, or the weights after, a step."""
        if self.examiner is not None:
            self.examiner.step(kind, arrays)

    def call(self, original: Any) -> Any:
        def __call__(module: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807
            depth = getattr(self._depth, "value", 0)
            if depth == 0 and id(module) not in self.places:
                self._enter(module)
            if module.training and getattr(module, "dropout", 0) and type(module).__name__ in _INNER_DROPOUT:
                self.recorder.doubt(f"the dropout inside {type(module).__name__} cannot be shared")
            place = self.places.get(id(module))
            record = None
            if self.examiner is not None and place is not None and _in_sequence(module, sys._getframe(1)):
                record = self.examiner.called(place, self.lines.get(id(module)), args)
            self._depth.value = depth + 1
            try:
                result = self.timer.call(place if depth == 0 else None, original, module, *args, **kwargs)
            finally:
                self._depth.value = depth
            if place is not None and (self.trace or depth == 0):
                self._leave(place, result)
            if record is not None:
                self.examiner.answered(record, result)
            return result

        return __call__

    @contextmanager
    def unwatched(self) -> Iterator[None]:
        """Let the calls in the block be none of the program's."""
        depth = getattr(self._depth, "value", 0)
        self._depth.value = depth + 1
        try:
            yield
        finally:
            self._depth.value = depth

    def _enter(self, module: Any) -> None:
        if not _learned(module):
            return  # Gluon has no parameters for it either: a loss with weights of its classes, say
        state = Lazily(module.state_dict(), read)
        index = len(self.roots)
        self.roots.append(module)
        for path, part in module.named_modules():
            self.places.setdefault(id(part), (index, path))
        kept = {name: self.recorder.keep(array) for name, array in state.items() if array is not None}
        buffers = [name for name, _ in module.named_buffers(remove_duplicate=False)]
        root = {"type": type(module).__name__, "state": kept, "buffers": buffers, "line": self.recorder.line()}
        self.recorder.roots.append({**root, "late": bool(self.recorder.steps or self.recorder.losses)})

    def _leave(self, place: tuple[int, str], result: Any) -> None:
        index, path = place
        call = self.recorder.count(f"call {index} {path}")
        tensors = (part for _, part in items(result) if isinstance(part, torch.Tensor))
        for number, part in enumerate(tensors):
            if path == "" and call < _CALLS:
                key = f"{index}.{call}.{number}"
                self.recorder.value("output", key, read(part), line=self.recorder.line(), root=index, call=call)
            if self.trace:
                self.recorder.event(f"call {index} {path} {number}", read(part), self.recorder.line())

    def gradients(self, made: bool = False) -> Mapping[tuple[int, str], Any]:
        """The gradients; for a parameter without one zeros, as MXNet has them, or nothing where they must be `made`."""
        parameters = {
            (index, name): parameter
            for index, root in enumerate(self.roots)
            for name, parameter in root.named_parameters(remove_duplicate=False)
            if parameter.requires_grad and not (made and parameter.grad is None)
        }
        return Lazily(parameters, lambda own: read(torch.zeros_like(own) if own.grad is None else own.grad))

    def weights(self) -> Mapping[tuple[int, str], Any]:
        learned = ((index, _learned(root)) for index, root in enumerate(self.roots))
        return Lazily({(index, name): value for index, own in learned for name, value in own.items()}, read)


def _learned(module: Any) -> dict[str, Any]:
    """What of a module's state Gluon keeps as parameters."""
    names = {name for name, _ in module.named_parameters(remove_duplicate=False)}
    return {name: value for name, value in module.state_dict().items() if name in names or name.endswith(STATISTICS)}


def _in_sequence(module: Any, caller: types.FrameType) -> bool:
    """Whether a Sequential calls the module, which no line of the program does."""
    parent = caller.f_locals.get("self")
    return isinstance(parent, torch.nn.Sequential) and not isinstance(module, torch.nn.Sequential)
