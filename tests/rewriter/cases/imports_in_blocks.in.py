"""Imports that depend on something: for types alone, where a library may be missing, and inside of functions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

try:
    import torch
    HAS_TORCH = True
except ImportError:
    HAS_TORCH = False
    print("torch is needed", file=sys.stderr)

import torch.nn.functional as F

if TYPE_CHECKING:
    from torch import Tensor
    from torch.utils.data import DataLoader

if sys.version_info > (3, 0):
    from torch.optim import SGD
else:
    SGD = None


def loss(x: Tensor, y: Tensor) -> Tensor:
    import torch.nn as nn

    return nn.MSELoss()(F.relu(x), y)


def seeded(seed: int) -> None:
    from torch import manual_seed

    manual_seed(seed)


def nothing() -> None:
    import torch.cuda


def run(loader: DataLoader) -> float:
    total = 0.0
    for x, y in loader:
        total += torch.abs(x - y).sum().item()
    return total


if HAS_TORCH:
    print(loss(torch.ones(2, 2), torch.zeros(2, 2)).item())
