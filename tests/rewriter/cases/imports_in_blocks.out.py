"""Imports that depend on something: for types alone, where a library may be missing, and inside of functions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

try:
    import mxnet as mx
    HAS_TORCH = True
except ImportError:
    HAS_TORCH = False
    print("torch is needed", file=sys.stderr)



class MSELoss(mx.gluon.Block):
    """`mse_loss` as a block, by default the mean: train with `trainer.step(1)`."""

    def __init__(self, **options):
        super().__init__()
        self._options = options

    def forward(self, input, target):
        return mse_loss(input, target, **self._options)


def mse_loss(input, target, weight=None, reduction="mean"):
    """The squared difference, averaged (and weighted, where `weight` is given)."""
    losses = mx.nd.square(input - target)
    if weight is None:
        return losses if reduction == "none" else getattr(losses, reduction)()
    losses = losses * weight
    if reduction == "mean":
        return losses.sum() / (mx.nd.ones_like(losses) * weight).sum()
    return losses if reduction == "none" else losses.sum()



if sys.version_info > (3, 0):
    from torch.optim import SGD
else:
    SGD = None


def loss(x: mx.nd.NDArray, y: mx.nd.NDArray) -> mx.nd.NDArray:

    return MSELoss()(mx.nd.relu(x), y)


def seeded(seed: int) -> None:

    mx.random.seed(seed)


def nothing() -> None:
    pass


def run(loader: mx.gluon.data.DataLoader) -> float:
    total = 0.0
    for x, y in loader:
        total += mx.nd.abs(x - y).sum().asscalar()
    return total


if HAS_TORCH:
    print(loss(mx.nd.ones((2, 2)), mx.nd.zeros((2, 2))).asnumpy().item())
