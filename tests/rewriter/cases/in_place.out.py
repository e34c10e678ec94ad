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


class Block(mx.gluon.Block):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(2, in_units=2, flatten=False)

    def forward(self, x):
        out = self.fc(x)
        out = out + x  # the shortcut
        out = out * (out - x)
        x += 1
        view = out.reshape((-1,))
        view += 1
        return out


model = Block()
model.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
optimizer = mx.gluon.Trainer(model.collect_params(), 'sgd', {'learning_rate': 0.1})
total = 0.0
for x, y in mx.gluon.data.DataLoader(data, batch_size=1):
    with mx.autograd.record():
        loss = mse_loss(model(x), y)
        loss = loss + (0.1 * model(x).abs().mean())
    loss.backward()
    optimizer.step(1)
    total += loss.mean()
