"""Records what a PyTorch program draws at random, so that the MXNet side can draw the same."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import torch

from .patches import Patches
from .recorder import Recorder
from .torch_stream import Stream

_UNIFORM, _NORMAL = ("uniform", 0.0, 1.0), ("normal", 0.0, 1.0)
_UNSHARED = ("dropout1d", "dropout2d", "dropout3d", "alpha_dropout", "feature_alpha_dropout", "gumbel_softmax")

Describe = Callable[..., "tuple[Any, ...]"]


def _integers(*args: Any, high: int | None = None, low: int = 0, size: Any = None, **_: Any) -> tuple[Any, ...]:
    bounds = [arg for arg in args if isinstance(arg, int)]
    if len(bounds) == 2:
        low, high = bounds
    elif bounds:
        high = bounds[0]
    return ("integers", low, high)


def _normal(mean: Any = 0.0, std: Any = 1.0, *_: Any, **__: Any) -> tuple[Any, ...]:
    return ("normal", mean, std) if isinstance(mean, (int, float)) and isinstance(std, (int, float)) else ("normal",)


def _filled(kind: str, first: float, second: float) -> Describe:
    def describe(tensor: Any, a: Any = first, b: Any = second, **named: Any) -> tuple[Any, ...]:
        return (kind, named.get("from", named.get("mean", a)), named.get("to", named.get("std", b)))

    return describe


def _integers_like(_: Any, *args: Any, low: int = 0, high: int | None = None, **__: Any) -> tuple[Any, ...]:
    return _integers(*args, low=low, high=high)


_FUNCTIONS: dict[str, Describe] = {
    "rand": lambda *_, **__: _UNIFORM,
    "rand_like": lambda *_, **__: _UNIFORM,
    "randn": lambda *_, **__: _NORMAL,
    "randn_like": lambda *_, **__: _NORMAL,
    "randint": _integers,
    "randint_like": _integers_like,
    "randperm": lambda n, **_: ("permutation", n),
    "normal": _normal,
    "bernoulli": lambda *_, **__: ("bernoulli",),
    "multinomial": lambda *_, **__: ("multinomial",),
}
_METHODS: dict[str, Describe] = {
    "uniform_": _filled("uniform", 0.0, 1.0),
    "normal_": _filled("normal", 0.0, 1.0),
    "bernoulli": _FUNCTIONS["bernoulli"],
    "multinomial": _FUNCTIONS["multinomial"],
}
_LIBRARY = ("torch/utils/data/dataset.py", "torch/distributions/")
"""Parts of PyTorch that draw for the program, where the conversion has a function of its own that does."""


def hook_draws(patches: Patches, recorder: Recorder, stream: Stream, read: Callable[[Any], Any]) -> None:
    """Record the draws that the program itself asks for; those of layers are part of their weights."""

    def recording(describe: Describe) -> Callable[[Any], Any]:
        def make(original: Any) -> Any:
            def wrapper(*args: Any, **kwargs: Any) -> Any:
                frame = sys._getframe(1)
                caller = frame.f_code.co_filename
                shared = caller == recorder.label or any(part in caller for part in _LIBRARY)
                if not shared and not stream.makes_weights(frame):
                    return original(*args, **kwargs)
                with stream.accounted():
                    result = original(*args, **kwargs)
                if shared:
                    kind, *parameters = describe(*args, **kwargs)
                    record_draw(recorder, kind, parameters, read(result))
                return result

            return wrapper

        return make

    for name, describe in _FUNCTIONS.items():
        patches.wrap(torch, name, recording(describe))
    patches.wrap(torch.utils.data.dataset, "randperm", recording(_FUNCTIONS["randperm"]))
    for name, describe in _METHODS.items():
        patches.wrap(torch.Tensor, name, recording(describe))
    _hook_dropout(patches, recorder, stream, read)


def record_draw(recorder: Recorder, kind: str, parameters: Any, array: Any) -> None:
    """Keep one draw for the MXNet side."""
    numbers = [float(number) for number in parameters]
    recorder.draws.append({"kind": kind, "parameters": numbers, "array": recorder.keep(array)})


def _hook_dropout(patches: Patches, recorder: Recorder, stream: Stream, read: Callable[[Any], Any]) -> None:
    """Draw dropout's masks here, so that they are known; a dropout that cannot be shared is a doubt."""

    def dropout(original: Any) -> Any:
        def wrapper(input: Any, p: float = 0.5, training: bool = True, inplace: bool = False) -> Any:
            if not training or p in (0, 1):
                return original(input, p, training, inplace)
            with stream.accounted():
                mask = (torch.empty(input.shape, device=input.device).uniform_() >= p).to(input.dtype)
            record_draw(recorder, "dropout", [p], read(mask).astype(bool))
            return input.mul_(mask / (1 - p)) if inplace else input * (mask / (1 - p))

        return wrapper

    def doubtful(original: Any) -> Any:
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            if kwargs.get("training", True):
                recorder.doubt(f"the random numbers of {original.__name__} cannot be shared between the frameworks")
            with stream.accounted():
                return original(*args, **kwargs)

        return wrapper

    patches.wrap(torch.nn.functional, "dropout", dropout)
    for name in _UNSHARED:
        patches.wrap(torch.nn.functional, name, doubtful)
