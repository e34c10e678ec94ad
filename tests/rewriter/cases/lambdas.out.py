"""Functions without a name: what they are called with tells what they do."""

import mxnet as mx


def mse_loss(input, target, weight=None, reduction="mean"):
    """The squared difference, averaged (and weighted, where `weight` is given)."""
    losses = mx.nd.square(input - target)
    if weight is None:
        return losses if reduction == "none" else getattr(losses, reduction)()
    losses = losses * weight
    if reduction == "mean":
        return losses.sum() / (mx.nd.ones_like(losses) * weight).sum()
    return losses if reduction == "none" else losses.sum()


x = mx.nd.random.normal(shape=(6, 4))
halves = lambda t: ((t.reshape((-1,))[::2].copy() * 2) + 1)
print(halves(x).shape[0])


def apply(function, t):
    return function(t)


print(apply(lambda q: q.transpose((1, 0)), x).shape)


class Model:
    def __init__(self):
        self.total = lambda w, k=2: (w * k).sum(axis=1)

    def run(self, x):
        return self.total(x)


def step(x, *, loss_fn=lambda out, y: mse_loss(out, y)):
    loss = loss_fn(x, x * 2)
    return loss.asnumpy().item()


print(Model().run(x).shape, step(x))
rows = {"a": 1}
print(sorted(rows, key=lambda name: name.size()))
