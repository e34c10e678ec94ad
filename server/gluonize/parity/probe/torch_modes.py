"""What makes PyTorch calculate in a lower precision than the types of its tensors say: autocast and TF32."""

from __future__ import annotations

import os
from typing import Any

import torch

from .patches import Patches
from .recorder import Recorder

_CONVOLUTIONS = ("conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d", "conv_transpose3d")
_RECURRENT = ("LSTM", "GRU", "RNN")


def hook_modes(patches: Patches, recorder: Recorder) -> None:
    """Note where the program uses autocast, or TF32 on a GPU that has it."""

    def entering(original: Any) -> Any:
        def __enter__(context: Any) -> Any:  # noqa: N807
            if context._enabled:
                name = str(context.fast_dtype).removeprefix("torch.")
                recorder.mode(name, f"PyTorch's program casts to {name} by itself, whose tolerances hold")
            return original(context)

        return __enter__

    patches.wrap(torch.amp.autocast_mode.autocast, "__enter__", entering)
    seen: set[str] = set()

    def watched(original: Any) -> Any:
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            seen.add("convolution")
            return original(*args, **kwargs)

        return wrapper

    for name in _CONVOLUTIONS:
        patches.wrap(torch.nn.functional, name, watched)
    for name in _RECURRENT:
        patches.wrap(getattr(torch.nn, name), "forward", watched)
    patches.on_undo(lambda: _note_tf32(recorder, bool(seen)))


def _note_tf32(recorder: Recorder, convolutions: bool) -> None:
    forbidden = os.environ.get("NVIDIA_TF32_OVERRIDE") == "0"
    if forbidden or not torch.cuda.is_available() or not torch.cuda.is_initialized():
        return
    matrices = torch.get_float32_matmul_precision() != "highest"
    reason = tf32(torch.cuda.get_device_capability(), matrices, bool(torch.backends.cudnn.allow_tf32), convolutions)
    if reason:
        recorder.mode("tf32", f"PyTorch's {reason} use TF32 on the GPU, whose tolerances hold")


def tf32(capability: tuple[int, int], matrices: bool, cudnn: bool, convolutions: bool) -> str:
    """What PyTorch calculates in TF32, in words; "" where it is nothing.

    `matrices` and `cudnn` are PyTorch's settings for matrix products and for cuDNN; `convolutions` says that the
    program has convolutions or recurrent layers. GPUs have TF32 from compute capability 8.0 on.
    """
    if capability < (8, 0):
        return ""
    found = ["matrix products"] if matrices else []
    found += ["convolutions and recurrent layers"] if cudnn and convolutions else []
    return " and ".join(found)
