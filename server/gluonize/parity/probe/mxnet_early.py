"""Weights that a program reads or copies before the first call of their network, when they are not shared yet."""

from __future__ import annotations

import copy
import weakref
from collections.abc import Mapping
from typing import Any

import mxnet as mx

from .mxnet_cuts import write
from .patches import Patches
from .recorder import Recorder
from .replay import Replay

Places = Mapping[str, "tuple[int, str]"]


class Early:
    """Numbers parameters as they are made, so that a second run can share them as soon as they have numbers.

    The run leaves in `recorder.early` the place of each parameter, by number, where something was read too early;
    `given` is what a first run has left so. Copies of parameters have no number: they have their source's weights.
    """

    def __init__(self, patches: Patches, recorder: Recorder, replay: Replay, given: Places) -> None:
        self.recorder = recorder
        self.watching = True
        self._shared = {
            int(number): array for number, place in given.items() if (array := _state(replay, *place)) is not None
        }
        self._numbers: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()
        self._places: dict[int, tuple[int, str]] = {}
        self._read: set[int] = set()
        self._made = 0
        patches.wrap(mx.gluon.Parameter, "__init__", self._numbering)
        patches.wrap(mx.gluon.Parameter, "_init_impl", self._sharing)
        patches.wrap(mx.gluon.Parameter, "data", self._reading)
        patches.wrap(mx.gluon.Parameter, "list_data", self._reading)
        patches.wrap(copy, "deepcopy", self._copying)
        patches.on_undo(self._leave)

    def is_copy(self, parameter: Any) -> bool:
        return parameter not in self._numbers

    def is_shared(self, parameter: Any) -> bool:
        """Whether a parameter has PyTorch's numbers already, or those of another one."""
        return self.is_copy(parameter) or self._numbers[parameter] in {*self._places, *self._shared}

    def paired(self, parameter: Any, index: int, name: str) -> None:
        """The first call of a network: a parameter of it stands for `name` in the root `index` of PyTorch."""
        if parameter in self._numbers:
            self._places.setdefault(self._numbers[parameter], (index, name))

    def _numbering(self, original: Any) -> Any:
        def __init__(parameter: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
            self._numbers[parameter] = self._made
            self._made += 1
            original(parameter, *args, **kwargs)

        return __init__

    def _sharing(self, original: Any) -> Any:
        def _init_impl(parameter: Any, *args: Any) -> None:
            original(parameter, *args)
            array = self._shared.get(self._numbers.get(parameter, -1))
            if array is not None and array.shape == parameter.shape:
                for own in parameter._data:
                    write(own, array)

        return _init_impl

    def _reading(self, original: Any) -> Any:
        def data(parameter: Any, *args: Any) -> Any:
            self._note(parameter)
            return original(parameter, *args)

        return data

    def _copying(self, original: Any) -> Any:
        def deepcopy(value: Any, *args: Any, **kwargs: Any) -> Any:
            if isinstance(value, mx.gluon.Block):
                for parameter in value.collect_params().values():
                    self._note(parameter)
            return original(value, *args, **kwargs)

        return deepcopy

    def _note(self, parameter: Any) -> None:
        number = self._numbers.get(parameter)
        if self.watching and number is not None and number not in self._places:
            self._read.add(number)

    def _leave(self) -> None:
        if not self._read.isdisjoint(self._places):
            self.recorder.early = {str(number): place for number, place in self._places.items()}


def _state(replay: Replay, index: int, name: str) -> Any:
    """An array of the state of a root."""
    return (replay.state(index) or {}).get(name)
