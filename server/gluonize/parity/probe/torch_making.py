"""Inputs for a call in PyTorch: given by the user, documented in the program, or such as the first layer takes."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .making import Maker, call_with, pack, required
from .recorder import Recorder
from .specs import draw
from .storage import Reader
from .torch_modules import Modules
from .watching import UnreachedError

_BATCH = 4
_SIDES = {1: (32, 100, 128, 16, 1000), 2: (32, 28, 64, 224, 16, 8, 96, 256), 3: (16, 8, 32)}
_RECURRENT = (torch.nn.RNNBase, torch.nn.RNNCellBase)
_NAMED_SIZES = ("in_features", "input_size", "num_features", "normalized_shape", "embed_dim", "d_model")


class TorchMaker(Maker):
    """Finds inputs that PyTorch accepts. `focus` has `inputs` (the user's) and `shapes` (those documented)."""

    def __init__(self, focus: Mapping[str, Any], recorder: Recorder, modules: Modules) -> None:
        super().__init__(focus["name"], lambda module: None)
        self.inputs: dict[str, Any] = focus["inputs"]
        self.shapes: dict[str, list[int]] = focus["shapes"]
        self.states: dict[str, dict[str, Any]] = focus["states"]
        self.module: Any = None
        self.recorder = recorder
        self.modules = modules

    def call(self, namespace: Mapping[str, Any], given: list[dict[str, Any]] | None) -> tuple[Any, dict[str, Any]]:
        target, built = self._built(namespace)
        if not callable(target):
            raise UnreachedError(f"{self.name} makes objects that cannot be called: {_methods(self.name, target)}.")
        names = required(target)
        inputs = self._given(names, namespace) if self.inputs else self._found(target, names)
        inputs = {name: _beside(target, value) for name, value in inputs.items()}
        forms = {name: pack(value, f"[{name!r}]", torch.is_tensor) for name, value in inputs.items()}
        module = isinstance(target, torch.nn.Module)
        self.how = {"built": built, "arguments": forms, "module": module}
        if module:
            self.module = target.eval()
        for name, state in self.states.items():
            namespace[name].load_state_dict({key: _read(source) for key, source in state.items()})
        if inputs and not self.inputs:
            shapes = ", ".join(f"{name} of shape {tuple(value.shape)}" for name, value in inputs.items())
            self.recorder.note(f"{self.name} is not called in the program; it was called with {shapes}")
        return target, inputs

    def train(self) -> None:
        self.module.train()

    def _built(self, namespace: Mapping[str, Any]) -> tuple[Any, str | int | None]:
        """What to call, and how it was had; the first way that works."""
        for way in self.ways(namespace):
            try:
                return self.target(namespace, way), way
            except (TypeError, NameError, AttributeError):
                continue
        name = self.name.partition(".")[0]
        raise UnreachedError(f"Nothing tells how to build {name}: build one in the program, as a variable of its own.")

    def _given(self, names: list[str], namespace: Mapping[str, Any]) -> dict[str, Any]:
        """The user's inputs, by parameter; those of a file without names come in the order of the parameters."""
        found: dict[str, Any] = {}
        for name, source in self.inputs.items():
            if "array" in source:
                found[name] = _read(source)
            elif "file" in source:
                with np.load(source["file"], allow_pickle=False) as arrays:
                    found |= {_parameter(key, names): _tensor(arrays[key]) for key in arrays.files}
            elif "expression" in source:
                with self.modules.stream.accounted():
                    found[name] = eval(source["expression"], {"torch": torch, **namespace})
            else:
                found[name] = _tensor(draw(**source))
        missing = [name for name in names if name not in found]
        if missing:
            raise UnreachedError(f"{self.name} needs a value for {', '.join(missing)}, too: give --input for it.")
        return found

    def _found(self, target: Any, names: list[str]) -> dict[str, Any]:
        """Inputs that the target accepts, tried out on a copy of it."""
        for candidate in self._candidates(target, names):
            if self._accepts(target, {name: _beside(target, value) for name, value in candidate.items()}):
                return candidate
        raise UnreachedError(
            f"{self.name} is not called in the program, and nothing tells the shapes of its inputs "
            f"({', '.join(names)}): give them, as in --input '{names[0] if names else 'x'}=float32(2, 3)'."
        )

    def _candidates(self, target: Any, names: list[str]) -> Iterator[dict[str, Any]]:
        if not names:
            yield {}
        elif set(names) <= set(self.shapes):
            yield {name: _drawn("float32", self.shapes[name], 2, seed) for seed, name in enumerate(names)}
        else:
            for module in _modules_of(target):
                for kind in _first_layer(module):
                    yield {name: _drawn(*kind, seed) for seed, name in enumerate(names)}

    def _accepts(self, target: Any, inputs: Mapping[str, Any]) -> bool:
        draws = len(self.recorder.draws)
        try:
            with self.modules.stream.accounted(), self.modules.unwatched(), torch.no_grad():
                tried = copy.deepcopy(target)
                if isinstance(tried, torch.nn.Module):
                    tried.eval()
                call_with(tried, inputs)
        except Exception:
            return False
        finally:
            del self.recorder.draws[draws:]
        return True


def _modules_of(target: Any) -> list[Any]:
    """The module that is called, or those among the variables that a function reads."""
    owner = getattr(target, "__self__", target)
    if isinstance(owner, torch.nn.Module):
        return [owner]
    function = inspect.unwrap(target)
    names = function.__code__.co_names if inspect.isfunction(function) else ()
    read = [function.__globals__.get(name) for name in names]
    return [value for value in read if isinstance(value, torch.nn.Module)]


def _first_layer(module: Any) -> Iterator[tuple[str, list[int], int]]:
    """Types, shapes and bounds of inputs that the first layer with a size of its own may take."""
    for part in module.modules():
        if isinstance(part, torch.nn.Embedding):
            yield "int64", [_BATCH, 7], part.num_embeddings
            return
        channels, kernel = getattr(part, "in_channels", None), getattr(part, "kernel_size", None)
        if isinstance(channels, int) and isinstance(kernel, tuple):
            yield from (("float32", [2, channels, *[side] * len(kernel)], 2) for side in _SIDES[len(kernel)])
            return
        sizes = next((size for name in _NAMED_SIZES if (size := getattr(part, name, None)) is not None), None)
        if sizes is not None:
            yield from (("float32", shape, 2) for shape in _shapes(part, sizes))
            return


def _shapes(part: Any, sizes: Any) -> list[list[int]]:
    """Shapes that end with the sizes, or have them as channels."""
    last = [sizes] if isinstance(sizes, int) else list(sizes)
    if isinstance(part, _RECURRENT):
        return [[5, _BATCH, *last], [_BATCH, *last]]
    if hasattr(part, "num_features"):
        return [[_BATCH, *last], [_BATCH, *last, 8], [_BATCH, *last, 8, 8], [2, *last, 4, 4, 4]]
    return [[_BATCH, *last], [5, _BATCH, *last]]


def _drawn(dtype: str, shape: Any, bound: int, seed: int) -> Any:
    low = 0 if dtype == "int64" else -bound
    return _tensor(draw(dtype, tuple(shape), low, bound, "", seed))


def _tensor(array: Any) -> Any:
    return torch.tensor(array)


def _read(source: Mapping[str, Any]) -> Any:
    """One array of a run as a tensor."""
    array = source["array"]
    return _tensor(Reader(Path(source["folder"]), {array: source["index"]})[array])


def _beside(target: Any, value: Any) -> Any:
    """A tensor on the device of the first module that `target` is or reads; anything else as it is."""
    parameters = [parameter for module in _modules_of(target) for parameter in module.parameters()]
    return value.to(parameters[0].device) if parameters and torch.is_tensor(value) else value


def _methods(name: str, target: Any) -> str:
    """What to compare of an object that cannot be called."""
    own = (method for method, value in vars(type(target)).items() if inspect.isfunction(value))
    methods = [method for method in own if method[0] != "_" or method == "__getitem__"]
    return f"compare a method, as in FILE::{name}.{methods[0]}" if methods else "compare what uses them"


def _parameter(key: str, names: list[str]) -> str:
    """The parameter of an array in a file: `arr_0`, as savez names what has no name, is the first."""
    number = key.removeprefix("arr_")
    return names[int(number)] if number != key and number.isdigit() and int(number) < len(names) else key
