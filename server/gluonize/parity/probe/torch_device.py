"""PyTorch's device: whether it has a GPU, and how a program is moved there or kept from it."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch.utils._device import _device_constructors

from .accelerators import Finding, architectures, covered
from .driver import first_gpu
from .patches import Patches
from .recorder import Recorder

_CUDA = "cuda"
_CONSTRUCTORS = _device_constructors()
_CREATORS = tuple(name for name, value in vars(torch).items() if any(value is each for each in _CONSTRUCTORS))
"""The functions of torch that create on a device of their own choice; found before anything is patched."""
_LIKE = tuple(f"{name}_like" for name in ("zeros", "ones", "empty", "full", "rand", "randn", "randint"))


def find() -> Finding:
    """Whether PyTorch can use a GPU here: it must have code for it, and calculate rightly on it."""
    if torch.version.cuda is None and getattr(torch.version, "hip", None) is None:
        return Finding(False, "this build of PyTorch is for the CPU only")
    if not torch.cuda.is_available():
        gpu = first_gpu()
        why = (
            gpu if isinstance(gpu, str) else f"the driver of the {gpu[0]} may be too old for CUDA {torch.version.cuda}"
        )
        return Finding(False, f"PyTorch finds no GPU that it can use: {why}")
    name = str(torch.cuda.get_device_name(0))
    if torch.version.cuda is not None:
        gpu = (name, tuple(torch.cuda.get_device_capability(0)))
        about = covered("this build of PyTorch", gpu, *architectures(torch.cuda.get_arch_list()))
        if not about.usable:
            return about
    else:
        about = Finding(True, name, name)
    problem = _try()
    return Finding(False, f"PyTorch fails on the GPU ({name}): {problem}", name) if problem else about


@functools.cache
def _try() -> str:
    """What goes wrong with a small calculation; "" where nothing does."""
    try:
        square = torch.full((8, 8), 2.0, device=_CUDA)
        total = float((square @ square).sum())
    except RuntimeError as error:
        return str(error).splitlines()[0]
    return "" if total == 8 * 8 * 32 else f"a matrix product gives {total} in the place of 2048"


def move(patches: Patches, device: str = _CUDA) -> None:
    """Let a program that names no device run on `device`: what it creates, and the batches of its loaders, go there.

    Must come before the hooks of draws, which look at who calls them. torch.set_default_device would do most of it,
    but it makes every call of PyTorch several times slower.
    """
    for name in _CREATORS:
        patches.wrap(torch, name, functools.partial(_creating, device))
    patches.wrap(torch, "from_numpy", lambda original: lambda array: original(array).to(_here(device)))
    for name in ("numpy", "__array__"):
        patches.wrap(torch.Tensor, name, _of_cpu)
    data = torch.utils.data
    for name in ("RandomSampler", "SubsetRandomSampler", "WeightedRandomSampler"):
        patches.wrap(getattr(data, name), "__iter__", _indices_on_cpu)
    for owner, name in ((data.DataLoader, "__iter__"), (data, "random_split")):
        patches.wrap(owner, name, _on_cpu)


def _creating(device: str, original: Any) -> Any:
    """Creates on `device` unless told otherwise; what a generator of the CPU draws is drawn there, and moved."""

    @functools.wraps(original)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        if kwargs.get("device") is not None:
            return original(*args, **kwargs)
        generator = kwargs.get("generator")
        if generator is not None and generator.device.type == "cpu":
            return original(*args, **{**kwargs, "device": "cpu"}).to(_here(device))
        return original(*args, **{**kwargs, "device": _here(device)})

    return wrapper


def _of_cpu(original: Any) -> Any:
    return lambda tensor, *args, **kwargs: original(tensor.cpu(), *args, **kwargs)


_staying = threading.local()


@contextmanager
def _on_the_cpu() -> Iterator[None]:
    """Create on the CPU for a while, in this thread and in processes that are forked inside."""
    before = getattr(_staying, "on_cpu", False)
    _staying.on_cpu = True
    try:
        yield
    finally:
        _staying.on_cpu = before


def _here(device: str) -> str:
    """Where tensors are created now: loaders draw on the CPU, and so do their workers, which cannot use a GPU."""
    return "cpu" if getattr(_staying, "on_cpu", False) else device


def to_device(batch: Any, device: str = _CUDA) -> Any:
    """A batch with its tensors on the device."""
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, (tuple, list)):
        parts = [to_device(part, device) for part in batch]
        return type(batch)(*parts) if hasattr(batch, "_fields") else type(batch)(parts)
    if isinstance(batch, dict):
        return {name: to_device(part, device) for name, part in batch.items()}
    return batch


def _on_cpu(original: Any) -> Any:
    """Generators are the CPU's unless a program says otherwise, and so are the indices that they draw.

    The workers of a loader are forked inside, and so create on the CPU, too.
    """

    @functools.wraps(original)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        with _on_the_cpu():
            return original(*args, **kwargs)

    return wrapper


def _indices_on_cpu(original: Any) -> Any:
    @functools.wraps(original)
    def __iter__(sampler: Any) -> Any:  # noqa: N807
        with _on_the_cpu():
            return iter(list(original(sampler)))

    return __iter__


def keep_on_cpu(patches: Patches, recorder: Recorder) -> None:
    """Read every mention of CUDA in the program as the CPU.

    Must come before the hooks of draws, which look at who calls them. A function mode would do it, too, but it makes
    every call of PyTorch several times slower.
    """
    told = functools.partial(recorder.note, "PyTorch's program asks for CUDA, and ran on the CPU in its place")

    def on_cpu(device: Any) -> Any:
        if _is_cuda(device):
            told()
            return "cpu"
        return device

    def stays(original: Any) -> Any:
        def wrapper(owner: Any, *_: Any, **__: Any) -> Any:
            told()
            return owner

        return wrapper

    def moves(original: Any) -> Any:
        @functools.wraps(original)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            return original(*map(on_cpu, args), **{name: on_cpu(arg) for name, arg in kwargs.items()})

        return wrapper

    def creates(original: Any) -> Any:
        @functools.wraps(original)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            if "device" in kwargs:
                kwargs["device"] = on_cpu(kwargs["device"])
            return original(*args, **kwargs)

        return wrapper

    for owner in (torch.Tensor, torch.nn.Module):
        patches.wrap(owner, "cuda", stays)
        patches.wrap(owner, "to", moves)
    for name in ("load", "set_default_device"):
        patches.wrap(torch, name, moves)
    patches.wrap(torch.cuda, "synchronize", lambda _: lambda device=None: None)
    for name in (*_CREATORS, *_LIKE):
        patches.wrap(torch, name, creates)
    for name in ("new_zeros", "new_ones", "new_empty", "new_full", "new_tensor"):
        patches.wrap(torch.Tensor, name, creates)


def _is_cuda(device: Any) -> bool:
    if isinstance(device, torch.device):
        return bool(device.type == _CUDA)
    return isinstance(device, str) and device.split(":")[0] == _CUDA


def used() -> bool:
    """Whether something was put on the GPU since `reset`."""
    return bool(torch.cuda.is_available() and torch.cuda.is_initialized() and torch.cuda.max_memory_allocated() > 0)


def reset() -> None:
    """Forget the peak of what was allocated on the GPU."""
    if torch.cuda.is_available() and torch.cuda.is_initialized():
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()


def peak_memory() -> int | None:
    """The most bytes that tensors have taken on the GPU since `reset`; None where nothing was put there."""
    return int(torch.cuda.max_memory_allocated()) if used() else None
