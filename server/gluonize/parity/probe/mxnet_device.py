"""MXNet's context: whether it has a GPU, and how a program is moved there or kept from it."""

from __future__ import annotations

import functools
import subprocess
import sys
from typing import Any

import mxnet as mx

from . import aliases
from .accelerators import Finding, mxnet_finding
from .driver import first_gpu
from .patches import Patches
from .recorder import Recorder

_TRIAL = """
put_back()
import mxnet as mx
square = mx.nd.full((8, 8), 2.0, ctx=mx.gpu(0))
total = float(mx.nd.dot(square, square).sum().asscalar())
assert total == 2048, f"a matrix product gives {total} in the place of 2048"
"""
_SECONDS = 120


@functools.cache
def find() -> Finding:
    """Whether MXNet can use a GPU here: a calculation in a process of its own has the last word."""
    if not mx.runtime.Features().is_enabled("CUDA"):
        return Finding(False, "this build of MXNet is for the CPU only")
    gpu = first_gpu()
    if isinstance(gpu, str):
        return Finding(False, gpu)
    return mxnet_finding(gpu, _try())


def _try() -> str:
    """What goes wrong with a small calculation; "" where nothing does. A crash stays in the other process."""
    loader = aliases.__spec__.loader
    text = loader.get_source(aliases.__name__) + _TRIAL  # type: ignore[union-attr]
    command = [sys.executable, "-W", "ignore", "-c", text]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        return f"a small calculation takes longer than {_SECONDS} s"
    if done.returncode == 0:
        return ""
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    return lines[-1] if lines else f"a small calculation ends with exit code {done.returncode}"


def move(patches: Patches, context: Any = None) -> None:
    """Let a program that names no context run in `context`, the GPU unless given."""
    context = mx.gpu(0) if context is None else context
    context.__enter__()
    patches.on_undo(lambda: context.__exit__(None, None, None))
    patches.wrap(mx.gluon.data.dataloader, "_worker_initializer", _staying)


def _staying(original: Any) -> Any:
    """The workers of a loader make their arrays on the CPU: a process that was forked cannot use a GPU."""

    @functools.wraps(original)
    def _worker_initializer(*args: Any, **kwargs: Any) -> Any:
        mx.cpu().__enter__()
        return original(*args, **kwargs)

    return _worker_initializer


def to_device(batch: Any, context: Any = None) -> Any:
    """A batch with its arrays in the context; workers of loaders make theirs on the CPU."""
    context = mx.gpu(0) if context is None else context
    if isinstance(batch, mx.nd.NDArray):
        return batch.as_in_context(context)
    if isinstance(batch, (tuple, list)):
        return type(batch)([to_device(part, context) for part in batch])
    if isinstance(batch, dict):
        return {name: to_device(part, context) for name, part in batch.items()}
    return batch


def keep_on_cpu(patches: Patches, recorder: Recorder) -> None:
    """Make every GPU that the program asks for a CPU; several stay apart from one another."""

    def make(original: Any) -> Any:
        @functools.wraps(original)
        def __init__(context: Any, device_type: Any, device_id: int = 0) -> None:  # noqa: N807
            if device_type == "gpu":
                recorder.note("MXNet's program asks for a GPU, and ran on the CPU in its place")
                device_type = "cpu"
            original(context, device_type, device_id)

        return __init__

    patches.wrap(mx.context.Context, "__init__", make)


_first: list[int] = []


def _taken() -> int | None:
    """Bytes in use on the GPU, by whatever process."""
    try:
        free, total = mx.context.gpu_memory_info(0)
    except mx.MXNetError:
        return None
    return int(total - free)


def reset() -> None:
    """Take note of what is in use on the GPU before the first program."""
    if not _first and find().usable and (taken := _taken()) is not None:
        _first.append(taken)


def peak_memory() -> int | None:
    """The bytes that MXNet has taken on the GPU; it keeps in its pool what it once took."""
    taken = _taken() if _first else None
    return None if taken is None else max(0, taken - _first[0])
