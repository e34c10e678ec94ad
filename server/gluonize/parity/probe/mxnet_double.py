"""Lets a program that was written for float32 run in float64 in MXNet."""

from __future__ import annotations

import ctypes
import functools
from typing import Any

import mxnet as mx
import numpy as np

from .mxnet_cuts import in_graph
from .patches import Patches

_CREATORS = (
    "_zeros",
    "_ones",
    "_full",
    "_arange",
    "_linspace",
    "_eye",
    "_random_uniform",
    "_random_normal",
    "_random_exponential",
    "_random_gamma",
    "_random_poisson",
    "_npi_zeros",
    "_npi_ones",
    "_npi_full",
    "_npi_arange",
    "_npi_linspace",
    "_npi_eye",
    "_npi_uniform",
    "_npi_normal",
)


def widen(value: Any) -> Any:
    """`value` with its float32 arrays in float64; looks into tuples, lists and dicts."""
    if isinstance(value, mx.nd.NDArray):
        return value.astype("float64") if value.dtype == np.float32 else value
    if isinstance(value, (tuple, list)):
        return type(value)([widen(part) for part in value])
    if isinstance(value, dict):
        return {name: widen(part) for name, part in value.items()}
    return value


def double_everything(patches: Patches) -> None:
    """Read every mention of float32 as float64, and create arrays in float64 where no type is given."""
    creators = {handle for name in _CREATORS if (handle := _handle(name)) is not None}
    recurrent = _handle("RNN")

    def invoke(original: Any) -> Any:
        def wrapper(handle: int, arrays: Any, keys: Any, values: Any, out: Any, *rest: Any) -> Any:
            if handle == recurrent:
                arrays = [_with_gradient(arrays[0]), *arrays[1:]]
            if out is not None:  # its own type is what counts
                return original(handle, arrays, keys, _typed(keys, values, out), out, *rest)
            given = zip(keys, values, strict=True)
            values = ["float64" if key == "dtype" and _single(value) else value for key, value in given]
            if handle in creators and "dtype" not in keys:
                keys, values = [*keys, "dtype"], [*values, "float64"]
            return original(handle, arrays, keys, values, out, *rest)

        return wrapper

    patches.wrap(mx.ndarray.register, "_imperative_invoke", invoke)
    for module in (mx.ndarray.ndarray, mx.numpy.multiarray):
        patches.wrap(module, "_new_alloc_handle", _allocate)
    patches.wrap(mx.ndarray.numpy._op._api_internal, "zeros", _zeros)
    for module in (mx.nd, mx.npx):
        patches.wrap(module, "load", lambda original: lambda *args: widen(original(*args)))
    patches.wrap(mx.gluon.Parameter, "_load_init", _load)
    vision = mx.gluon.data.vision.transforms
    patches.wrap(vision.ToTensor, "forward", lambda _: _to_tensor)
    patches.wrap(vision.Normalize, "forward", lambda _: _normalize)


def round_settings(optimizer: Any) -> None:
    """MXNet's own optimizers keep their settings in float32; so do, in a comparison, PyTorch's and those of helpers."""
    for name, value in vars(optimizer).items():
        if isinstance(value, float) and not name.startswith("beta"):
            setattr(optimizer, name, float(np.float32(value)))


def _with_gradient(array: Any) -> Any:
    """An input of recurrent layers as one whose gradient is asked for.

    Where it is not, and the layers run in float64, MXNet gives all layers but the last wrong gradients.
    """
    if not mx.autograd.is_recording() or array.grad is not None or in_graph(array):
        return array
    copy = array.copy()
    copy.attach_grad()
    return copy


def _typed(keys: Any, values: Any, out: Any) -> list[Any]:
    """The settings of a call that writes into `out`, with the type that `out` has."""
    array = out[0] if isinstance(out, (list, tuple)) else out
    name = np.dtype(array.dtype).name
    return [name if key == "dtype" and _single(value) else value for key, value in zip(keys, values, strict=True)]


def _handle(name: str) -> int | None:
    handle = ctypes.c_void_p()
    if mx.base._LIB.NNGetOpHandle(ctypes.c_char_p(name.encode()), ctypes.byref(handle)) != 0:
        return None
    return handle.value


def _single(dtype: Any) -> bool:
    return dtype is not None and str(np.dtype(dtype).name if not isinstance(dtype, str) else dtype) == "float32"


def _allocate(original: Any) -> Any:
    def wrapper(shape: Any, ctx: Any, delay_alloc: Any, dtype: Any = np.float32) -> Any:
        return original(shape, ctx, delay_alloc, np.float64 if _single(dtype) else dtype)

    return wrapper


def _zeros(original: Any) -> Any:
    """`mx.np.zeros` reaches MXNet by another way than the other functions."""

    def wrapper(shape: Any, dtype: Any, *rest: Any) -> Any:
        return original(shape, "float64" if dtype is None or _single(dtype) else dtype, *rest)

    return wrapper


def _load(original: Any) -> Any:
    """Parameters take arrays of their own type only, also those that a run in float32 has left in a file."""

    def wrapper(parameter: Any, data: Any, *args: Any, **kwargs: Any) -> Any:
        if _single(parameter.dtype):
            parameter.cast("float64")
        return original(parameter, widen(data), *args, **kwargs)

    return wrapper


def _to_tensor(block: Any, image: Any) -> Any:
    """ToTensor in float64: MXNet's own works in float32 only."""
    axes = (2, 0, 1) if image.ndim == 3 else (0, 3, 1, 2)
    return image.astype("float64").transpose(axes) / 255


def _normalize(block: Any, image: Any) -> Any:
    """Normalize in float64: MXNet's own works in float32 only."""
    numpy = mx.util.is_np_array()
    mean, std = (_channels(tuple(np.ravel(value).tolist()), numpy) for value in (block._mean, block._std))
    if numpy:
        return (image - mean) / std
    return mx.nd.broadcast_div(mx.nd.broadcast_sub(image, mean), std)


@functools.lru_cache
def _channels(numbers: tuple[float, ...], numpy: bool) -> Any:
    """Numbers as an array (channels, 1, 1) of float64; kept, because making it takes longer than its use."""
    like = mx.np.array if numpy else mx.nd.array
    return like(np.reshape(numbers, (-1, 1, 1)), dtype="float64")
