"""Notices what PyTorch draws at random inside of its own functions, where nothing records it."""

from __future__ import annotations

import types
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

from .patches import Patches
from .recorder import Recorder

_SEEDS = ("manual_seed", "seed", "set_rng_state")
_MAKING = ("__init__", "initialize_parameters")
_DOUBT = "PyTorch draws random numbers inside of its own functions, which cannot be shared"


class Stream:
    """The default generator: where it moves between two draws that are accounted for, something else has drawn.

    Accounted for are draws that are recorded, seeds, orders of data, and those of new weights, which are shared as
    weights.
    """

    def __init__(self, patches: Patches, recorder: Recorder) -> None:
        self.recorder = recorder
        self._owned: weakref.WeakValueDictionary[int, Any] = weakref.WeakValueDictionary()
        self._inside = False
        self._mark = _state()
        for module in (torch, torch.random):
            for name in _SEEDS:
                patches.wrap(module, name, self.accounting)
        patches.wrap(torch.nn.Module, "register_parameter", self._owning)
        patches.on_undo(self.check)

    def check(self) -> None:
        """Doubt the run where the generator has moved since the last draw that is accounted for."""
        state = _state()
        if state != self._mark and not self._inside:
            self._mark = state
            self.recorder.doubt(_DOUBT)

    @contextmanager
    def accounted(self) -> Iterator[None]:
        """What is drawn in the block is known."""
        if self._inside:
            yield
            return
        self.check()
        self._inside = True
        try:
            yield
        finally:
            self._inside = False
            self._mark = _state()

    def accounting(self, original: Any) -> Any:
        """A function whose draws are known."""

        def wrapper(*args: Any, **kwargs: Any) -> Any:
            with self.accounted():
                return original(*args, **kwargs)

        return wrapper

    def makes_weights(self, frame: types.FrameType) -> bool:
        """Whether a draw for `frame` is one of nn.init for a module's parameter, or of a module that is being made."""
        if frame.f_code.co_filename == torch.nn.init.__file__ and self._owns(frame.f_locals.get("tensor")):
            return True
        caller: types.FrameType | None = frame
        while caller is not None and caller.f_code.co_filename != self.recorder.label:
            if caller.f_code.co_name in _MAKING and isinstance(caller.f_locals.get("self"), torch.nn.Module):
                return True
            caller = caller.f_back
        return False

    def _owning(self, original: Any) -> Any:
        def register_parameter(module: Any, name: str, parameter: Any) -> None:
            original(module, name, parameter)
            if _is_plain(parameter):
                self._owned[_place(parameter)] = parameter

        return register_parameter

    def _owns(self, tensor: Any) -> bool:
        return _is_plain(tensor) and _place(tensor) in self._owned


def _state() -> bytes:
    state: bytes = torch.random.default_generator.get_state().numpy().tobytes()
    return state


def _is_plain(value: Any) -> bool:
    """Whether a value is a tensor with numbers at one place of the memory."""
    lazy = isinstance(value, torch.nn.parameter.UninitializedTensorMixin)
    return isinstance(value, torch.Tensor) and not lazy and value.layout is torch.strided


def _place(tensor: Any) -> int:
    place: int = tensor.untyped_storage().data_ptr()
    return place
