"""The public names of PyTorch's objects, however they were reached."""

from __future__ import annotations

import re
from functools import lru_cache

_CANONICAL = (
    (re.compile(r"^torch\.nn\.modules\.(?:\w+\.)?(?=[A-Z])"), "torch.nn."),
    (re.compile(r"^torch\.nn\.parameter\.(?=[A-Z])"), "torch.nn."),
    (re.compile(r"^torch\.nn\.parallel\.(?:distributed|data_parallel)\.(?=[A-Z])"), "torch.nn.parallel."),
    (re.compile(r"^torch\.optim\.(?!lr_scheduler|swa_utils)[a-z]\w*\.(?=[A-Z])"), "torch.optim."),
    (re.compile(r"^torch\.utils\.data\.(?:dataloader|dataset|sampler|distributed)\."), "torch.utils.data."),
    (re.compile(r"^torch\.autograd\.variable\."), "torch.autograd."),
    (re.compile(r"^torch\.autograd\.function\.(?=[A-Z])"), "torch.autograd."),
    (re.compile(r"^torch\.(?:_tensor|tensor)\.Tensor\b"), "torch.Tensor"),
    (re.compile(r"^torch\.functional\."), "torch."),
    (re.compile(r"^torchvision\.transforms\.transforms\."), "torchvision.transforms."),
    (re.compile(r"^torchvision\.datasets\.[a-z]\w*\.(?=[A-Z])"), "torchvision.datasets."),
)


@lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """The public name of a PyTorch object that was reached through a private or longer path."""
    for pattern, replacement in _CANONICAL:
        shorter = pattern.sub(replacement, name)
        if shorter != name:
            return shorter
    return name
