"""Mixed precision where there is a GPU, and no scope where there is none."""

from contextlib import nullcontext

import mxnet as mx
from mxnet.gluon import nn


def mse_loss(input, target, weight=None, reduction="mean"):
    """The squared difference, averaged (and weighted, where `weight` is given)."""
    losses = mx.nd.square(input - target)
    if weight is None:
        return losses if reduction == "none" else getattr(losses, reduction)()
    losses = losses * weight
    if reduction == "mean":
        return losses.sum() / (mx.nd.ones_like(losses) * weight).sum()
    return losses if reduction == "none" else losses.sum()


use_amp = mx.context.num_gpus() > 0
model = nn.Dense(2, in_units=4, flatten=False)
model.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
optimizer = mx.gluon.Trainer(model.collect_params(), 'sgd', {'learning_rate': 0.1})
x, y = mx.nd.random.normal(shape=(8, 4)), mx.nd.random.normal(shape=(8, 2))
for _ in range(3):
    with mx.autograd.record():
        loss = mse_loss(model(x), y)
    loss.backward()
    optimizer.step(1)
