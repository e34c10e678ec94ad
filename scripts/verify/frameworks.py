"""PyTorch and MXNet in one interpreter, and the passage of values between them and NumPy."""

from __future__ import annotations

import builtins
import contextlib
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from typing import Any
from unittest import mock

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("MXNET_STORAGE_FALLBACK_LOG_VERBOSE", "0")

import numpy as np

from gluonize.catalogue import Target
from scripts.verify.inputs import Image, Input, Spec

for _name in ("bool", "int", "float", "complex", "object", "str"):
    if _name not in vars(np):  # MXNet 1.9.1 still looks up the aliases that NumPy 1.24 removed
        setattr(np, _name, getattr(builtins, _name))

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import mxnet as mx
    import torch


__all__ = [
    "enter",
    "is_mxnet_array",
    "mx",
    "mxnet_value",
    "prepare_torchvision",
    "seed",
    "settle",
    "simulated_devices",
    "torch",
    "torch_value",
]

torch.set_num_threads(1)
logging.disable(logging.WARNING)
sys.setrecursionlimit(max(sys.getrecursionlimit(), 3000))


def torch_value(given: Input, value: Any) -> Any:
    """What the PyTorch side gets for an input; tensors never share memory with `value`."""
    return torch.tensor(value) if _is_array(given) else value


def mxnet_value(given: Input, value: Any, target: Target) -> Any:
    """What the MXNet side gets for an input: an array of the target's class, with the dtype of `value`."""
    make = mx.nd.array if target == "nd" else mx.np.array
    if isinstance(given, Image):  # the form in which Gluon's datasets give images
        pixels = np.asarray(value)
        return make(pixels.reshape((*pixels.shape[:2], -1)), dtype="uint8")
    if not _is_array(given):
        return value
    return make(value, dtype=value.dtype.name)


def _is_array(given: Input) -> bool:
    return isinstance(given, Spec) and not given.numpy


def enter(target: Target) -> None:
    """Switch MXNet to the array semantics of a target: zero-size and zero-dimensional arrays only exist in np."""
    if target == "np":
        mx.npx.set_np()
    else:
        mx.npx.reset_np()


def seed(number: int) -> None:
    """Seed every random stream that the examples may draw from."""
    torch.manual_seed(number)
    mx.random.seed(number)
    np.random.seed(number % 2**32)


def settle() -> None:
    """Wait for MXNet, and let go of the errors of operations that nobody asks for any more."""
    with contextlib.suppress(Exception):
        mx.nd.waitall()


def is_mxnet_array(value: object) -> bool:
    return isinstance(value, mx.nd.NDArray)


def prepare_torchvision() -> None:
    """Declare the two operators that torchvision's Python code expects of its compiled part, once."""
    if "torchvision" in sys.modules:
        return
    _OPERATORS.append(torch.library.Library("torchvision", "DEF"))
    _OPERATORS[0].define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    _OPERATORS[0].define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    import torchvision  # noqa: F401


_OPERATORS: list[Any] = []


@contextlib.contextmanager
def simulated_devices(active: bool) -> Iterator[None]:
    """Where `active`, every GPU of either framework is a CPU, so that code that moves arrays can run anywhere."""
    if not active:
        yield
        return
    move = torch.Tensor.to

    def stay(self: Any, *args: Any, **kwargs: Any) -> Any:
        """`Tensor.to` and `Tensor.cuda` without the device."""
        kept = [arg for arg in args if not (isinstance(arg, (str, torch.device)) and "cuda" in str(arg))]
        if "cuda" in str(kwargs.get("device")):
            del kwargs["device"]
        return move(self, *kept, **kwargs) if kept or kwargs else self

    with (
        mock.patch.object(torch.Tensor, "to", stay),
        mock.patch.object(torch.Tensor, "cuda", lambda self, *args, **kwargs: self),
        mock.patch.object(torch.Tensor, "pin_memory", lambda self, *args, **kwargs: self),
        mock.patch.object(torch.nn.Module, "cuda", lambda self, *args, **kwargs: self),
        mock.patch.object(mx, "gpu", mx.cpu),
    ):
        yield
