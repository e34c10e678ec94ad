"""Lets a program that was written for float32 run in float64 in PyTorch."""

from __future__ import annotations

import copy
import functools
from typing import Any

import torch

from .patches import Patches

_SINGLE = torch.float32
_MAKERS = {torch.tensor, torch.as_tensor, torch.asarray}
"""As they are before anything is patched."""

_DRAWS = ("rand", "randn", "normal")
_LIKES = ("rand_like", "randn_like")
_FILLS = ("uniform_", "normal_", "exponential_")


def widen(batch: Any) -> Any:
    """A batch, or what a file holds, with its float32 tensors in float64."""
    if isinstance(batch, torch.Tensor):
        return batch.double() if batch.dtype is torch.float32 else batch
    if isinstance(batch, (tuple, list)):
        parts = [widen(part) for part in batch]
        return type(batch)(*parts) if hasattr(batch, "_fields") else type(batch)(parts)
    if isinstance(batch, dict):
        wide = copy.copy(batch)  # a state_dict has attributes
        wide.update({name: widen(part) for name, part in batch.items()})
        return wide
    return batch.double() if isinstance(batch, torch.nn.Module) else batch


def double_everything(patches: Patches) -> None:
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    patches.on_undo(lambda: torch.set_default_dtype(before))
    patches.wrap(torch, "from_numpy", lambda original: lambda array: widen(original(array)))
    patches.wrap(torch, "load", _loading)
    patches.wrap(torch, "FloatTensor", lambda _: torch.DoubleTensor)
    for name in _DRAWS:
        patches.wrap(torch, name, _drawing)
    for name in _LIKES:
        patches.wrap(torch, name, functools.partial(_drawing, like=True))
    for name in _FILLS:
        patches.wrap(torch.Tensor, name, _filling)
    mode = _DoubleMode()
    mode.__enter__()
    patches.on_undo(lambda: mode.__exit__(None, None, None))


def _loading(original: Any) -> Any:
    """A file is read as it was written, and what it holds is widened then."""

    def load(*args: Any, **kwargs: Any) -> Any:
        with torch._C.DisableTorchFunction():
            held = original(*args, **kwargs)
        return widen(held)

    return load


def _drawing(original: Any, like: bool = False) -> Any:
    """A function draws the numbers that it draws in float32, which a generator does not do in float64."""

    def draw(*args: Any, **kwargs: Any) -> Any:
        if kwargs.get("dtype", _SINGLE) is not _SINGLE or (not like and any(map(_is_double, args))):
            return original(*args, **kwargs)
        with torch._C.DisableTorchFunction():
            drawn = widen(original(*args, **{**kwargs, "dtype": _SINGLE, "requires_grad": False}))
        return drawn.requires_grad_(kwargs.get("requires_grad", False))

    return draw


def _filling(original: Any) -> Any:
    def fill(tensor: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_double(tensor):
            return original(tensor, *args, **kwargs)
        with torch._C.DisableTorchFunction(), torch.no_grad():
            return tensor.copy_(
                original(torch.empty(tensor.shape, dtype=_SINGLE, device=tensor.device), *args, **kwargs)
            )

    return fill


def _is_double(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and value.dtype is torch.float64


class _DoubleMode(torch.overrides.TorchFunctionMode):  # type: ignore[misc]
    """Reads every mention of float32 in the program as float64."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func is torch.Tensor.float:
            func = torch.Tensor.double
        for arg in args:  # a loop, because this runs at every call of PyTorch, few of which name a type
            if arg is _SINGLE:
                args = tuple(torch.float64 if arg is _SINGLE else arg for arg in args)
                break
        if not kwargs:
            result = func(*args)
        else:
            result = func(*args, **{name: torch.float64 if arg is _SINGLE else arg for name, arg in kwargs.items()})
        return widen(result) if func in _MAKERS else result
