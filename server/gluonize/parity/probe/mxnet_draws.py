"""Lets an MXNet program draw the random numbers that the PyTorch program drew."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import Any

import mxnet as mx
import numpy as np

from .patches import Patches
from .recorder import Recorder
from .replay import Replay

_KINDS = {
    "uniform": "uniform",
    "random_uniform": "uniform",
    "rand": "uniform",
    "normal": "normal",
    "random_normal": "normal",
    "randn": "normal",
    "randint": "integers",
    "random_randint": "integers",
    "permutation": "permutation",
    "shuffle": "permutation",
    "uniform_like": "uniform",
    "normal_like": "normal",
}
_BOUNDS = {
    "uniform": (("low", 0.0), ("high", 1.0)),
    "normal": (("loc", 0.0), ("scale", 1.0)),
    "integers": (("low", 0), ("high", None)),
    "permutation": (("x", None),),
}


def hook_draws(patches: Patches, recorder: Recorder, replay: Replay) -> None:
    """Answer the program's own draws, and the masks of dropout, from what PyTorch drew."""
    for module in (mx.nd.random, mx.random, mx.nd, mx.np.random):
        for name, kind in _KINDS.items():
            patches.wrap(module, name, _replaying(name, kind, recorder, replay))
    for module, name in ((mx.nd, "Dropout"), (mx.npx, "dropout"), (mx.nd.npx, "dropout")):
        patches.wrap(module, name, _sharing_masks(recorder, replay))


def finish(recorder: Recorder, replay: Replay) -> None:
    """Masks that are left over were drawn by PyTorch alone."""
    if any(draw["kind"] == "dropout" for draw in replay.draws):
        recorder.doubt("the masks of dropout could not be shared: PyTorch drew more of them than MXNet asked for")


def _shuffled(replay: Replay, data: Any) -> Any:
    """What shuffling by PyTorch's permutation gives."""
    order = replay.draw("permutation", [float(len(data))], (len(data),))
    return None if order is None else data.asnumpy()[order.astype(np.int64)]


def _bernoulli(replay: Replay, shape: tuple[int, ...]) -> Any:
    """Uniform numbers that lie under the probabilities just where PyTorch drew a one."""
    drawn = replay.draw("bernoulli", [], shape)
    return None if drawn is None else 1 - drawn


def _multinomial(replay: Replay, shape: tuple[int, ...]) -> Any:
    """Uniform numbers that make a Gumbel maximum choose what PyTorch drew."""
    for several in (False, True):
        drawn = replay.draw("multinomial", [], shape[:-1] if several else (*shape[:-1], 1))
        if drawn is not None:
            chosen = drawn.astype(np.int64)[..., None] if several else drawn.astype(np.int64)
            return np.where(np.arange(shape[-1]) == chosen, 1 - 1e-7, 1e-20)
    return None


_INSIDE = {"bernoulli": _bernoulli, "multinomial": _multinomial}
"""Helpers of a conversion that draw something else by uniform numbers."""


def _replaying(name: str, kind: str, recorder: Recorder, replay: Replay) -> Callable[[Any], Any]:
    def make(original: Any) -> Any:
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            result = original(*args, **kwargs)
            caller = sys._getframe(1).f_code
            if caller.co_filename != recorder.label or not isinstance(result, mx.nd.NDArray):
                return result
            if kind == "uniform" and caller.co_name in _INSIDE:
                array = _INSIDE[caller.co_name](replay, result.shape)
            elif name == "shuffle":
                array = _shuffled(replay, args[0] if args else kwargs["data"])
            else:
                array = replay.draw(kind, _parameters(kind, original, args, kwargs), result.shape)
            if array is None:
                line = recorder.line()
                recorder.doubt(f"the random numbers that line {line} of the conversion draws could not be shared")
                return result
            return _like(array, result)

        return wrapper

    return make


def _parameters(kind: str, original: Any, args: Any, kwargs: Any) -> list[float] | None:
    """The parameters of a draw, None where they are not plain numbers."""
    try:
        given = inspect.signature(original).bind(*args, **kwargs).arguments
    except (TypeError, ValueError):
        given = kwargs
    numbers = [given.get(name, kwargs.get(name, default)) for name, default in _BOUNDS[kind]]
    if kind == "integers" and numbers[1] is None:
        numbers = [0, numbers[0]]
    if not all(isinstance(number, (int, float)) for number in numbers):
        return None
    return [float(number) for number in numbers]


def _sharing_masks(recorder: Recorder, replay: Replay) -> Callable[[Any], Any]:
    def make(original: Any) -> Any:
        def wrapper(data: Any, p: float = 0.5, *args: Any, **kwargs: Any) -> Any:
            training = mx.autograd.is_training() or kwargs.get("mode") == "always"
            if not training or p == 0 or kwargs.get("axes"):
                return original(data, p, *args, **kwargs)
            mask = replay.draw("dropout", [float(p)], data.shape)
            if mask is None:
                recorder.doubt(
                    "the masks of dropout could not be shared: MXNet asked for one that PyTorch did not draw"
                )
                return original(data, p, *args, **kwargs)
            return data * (_like(mask.astype("float64"), data) / (1 - p))

        return wrapper

    return make


def _like(array: Any, like: Any) -> Any:
    make = mx.np.array if isinstance(like, mx.np.ndarray) else mx.nd.array
    return make(array.reshape(like.shape), dtype=like.dtype, ctx=like.ctx)
