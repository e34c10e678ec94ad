"""PyTorch's device: whether it has a GPU, and how a program is moved there or kept from it."""

from __future__ import annotations

import functools
from typing import Any

import torch

from .accelerators import Finding, architectures, covered
from .driver import first_gpu
from .patches import Patches
from .recorder import Recorder

_CUDA = "cuda"
_CREATORS = (torch.rand, torch.randn, torch.randint, torch.randperm)


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
    """Let a program that names no device run on `device`: what it creates, and the batches of its loaders, go there."""
    torch.set_default_device(device)
    patches.on_undo(lambda: torch.set_default_device(None))
    mode = _Moved(device)
    mode.__enter__()
    patches.on_undo(lambda: mode.__exit__(None, None, None))
    patches.wrap(torch, "from_numpy", lambda original: lambda array: original(array).to(_here(device)))
    data = torch.utils.data
    for name in ("RandomSampler", "SubsetRandomSampler", "WeightedRandomSampler"):
        patches.wrap(getattr(data, name), "__iter__", _indices_on_cpu)
    for owner, name in ((data.DataLoader, "__iter__"), (data, "random_split")):
        patches.wrap(owner, name, _on_cpu)


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


def _here(device: str) -> str:
    """The device, but the CPU in the worker of a loader: a process that was forked cannot use a GPU."""
    return device if torch.utils.data.get_worker_info() is None else "cpu"


def _on_cpu(original: Any) -> Any:
    """Generators are the CPU's unless a program says otherwise, and so are the indices that they draw.

    The workers of a loader are forked inside, and so create on the CPU, too.
    """

    @functools.wraps(original)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        with torch.device("cpu"):
            return original(*args, **kwargs)

    return wrapper


def _indices_on_cpu(original: Any) -> Any:
    @functools.wraps(original)
    def __iter__(sampler: Any) -> Any:  # noqa: N807
        with torch.device("cpu"):
            return iter(list(original(sampler)))

    return __iter__


class _Moved(torch.overrides.TorchFunctionMode):  # type: ignore[misc]
    """Bridges what a program for the CPU may do with its tensors and generators."""

    def __init__(self, device: str) -> None:
        super().__init__()
        self._device = device

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        if func in (torch.Tensor.numpy, torch.Tensor.__array__):
            return func(args[0].cpu(), *args[1:], **kwargs)
        generator = kwargs.get("generator")
        if func in _CREATORS and generator is not None and generator.device.type == "cpu" and "device" not in kwargs:
            return func(*args, **kwargs, device="cpu").to(_here(self._device))
        return func(*args, **kwargs)


def keep_on_cpu(patches: Patches, recorder: Recorder) -> None:
    """Read every mention of CUDA in the program as the CPU."""
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
        def wrapper(owner: Any, *args: Any, **kwargs: Any) -> Any:
            kept = {name: on_cpu(arg) for name, arg in kwargs.items()}
            return original(owner, *map(on_cpu, args), **kept)

        return wrapper

    for owner in (torch.Tensor, torch.nn.Module):
        patches.wrap(owner, "cuda", stays)
    patches.wrap(torch.nn.Module, "to", moves)
    patches.wrap(torch.cuda, "synchronize", lambda _: lambda device=None: None)
    mode = _OnCpu(on_cpu)
    mode.__enter__()
    patches.on_undo(lambda: mode.__exit__(None, None, None))


def _is_cuda(device: Any) -> bool:
    if isinstance(device, torch.device):
        return bool(device.type == _CUDA)
    return isinstance(device, str) and device.split(":")[0] == _CUDA


class _OnCpu(torch.overrides.TorchFunctionMode):  # type: ignore[misc]
    """Replaces the devices among the arguments of PyTorch's functions."""

    def __init__(self, on_cpu: Any) -> None:
        super().__init__()
        self._on_cpu = on_cpu

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        named = {name: self._on_cpu(arg) for name, arg in (kwargs or {}).items()}
        return func(*map(self._on_cpu, args), **named)


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
