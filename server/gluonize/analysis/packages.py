"""The modules of PyTorch and its companions: names below them are theirs."""

from __future__ import annotations

MODULES = frozenset(
    f"torch{name}"
    for name in (
        "",
        ".nn",
        ".nn.functional",
        ".nn.init",
        ".nn.utils",
        ".nn.utils.rnn",
        ".nn.utils.parametrizations",
        ".nn.utils.parametrize",
        ".nn.utils.prune",
        ".nn.parallel",
        ".nn.modules",
        ".nn.attention",
        ".optim",
        ".optim.lr_scheduler",
        ".optim.swa_utils",
        ".autograd",
        ".autograd.functional",
        ".autograd.profiler",
        ".utils",
        ".utils.data",
        ".utils.data.sampler",
        ".utils.data.distributed",
        ".utils.tensorboard",
        ".utils.checkpoint",
        ".cuda",
        ".cuda.amp",
        ".amp",
        ".backends",
        ".backends.cudnn",
        ".backends.cuda",
        ".backends.mps",
        ".mps",
        ".distributed",
        ".multiprocessing",
        ".distributions",
        ".fft",
        ".linalg",
        ".special",
        ".sparse",
        ".random",
        ".jit",
        ".onnx",
        ".hub",
        ".func",
        ".profiler",
        ".accelerator",
        ".testing",
        ".compiler",
        ".quantization",
        ".version",
        "vision",
        "vision.transforms",
        "vision.transforms.functional",
        "vision.datasets",
        "vision.models",
        "vision.ops",
        "vision.utils",
        "vision.io",
        "audio",
        "text",
    )
) | {"tensorboardX"}

PACKAGES = frozenset({"torch", "torchvision", "torchaudio", "torchtext", "tensorboardX"})


def is_torch(module: str) -> bool:
    """Whether a dotted module name belongs to PyTorch or its companions."""
    return module.partition(".")[0] in PACKAGES
