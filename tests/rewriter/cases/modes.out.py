import mxnet as mx
from mxnet.gluon import nn


class BatchNorm(mx.gluon.nn.BatchNorm):
    """Gluon's batch normalisation over axis 1 with PyTorch's running statistics.

    They are updated on every pass in training mode, with the variance divided by n - 1. Gluon's own are updated on the
    way back and divide by n; a block that is hybridized keeps to these.
    """

    def __init__(self, channels, eps=1e-5, momentum=0.1, affine=True):
        super().__init__(momentum=1 - momentum, epsilon=eps, center=affine, scale=affine, in_channels=channels)

    def hybrid_forward(self, F, x, gamma, beta, running_mean, running_var):
        if F is mx.nd and mx.autograd.is_training() and not self._kwargs["use_global_stats"]:
            running = running_mean.copy(), running_var.copy()
            with mx.autograd.pause():
                self._follow(x, running_mean, running_var)
            running_mean, running_var = running
        return super().hybrid_forward(F, x, gamma, beta, running_mean, running_var)

    def _follow(self, x, running_mean, running_var):
        kept, count = self._kwargs["momentum"], x.size // x.shape[1]
        mean, variance = mx.nd.moments(x, axes=[axis for axis in range(x.ndim) if axis != 1])
        running_mean[:] = running_mean * kept + mean * (1 - kept)
        running_var[:] = running_var * kept + variance * ((1 - kept) * count / max(count - 1, 1))


def modules(block):
    """Yield `block` and all blocks inside it, each once, the outer before the inner."""
    seen, waiting = set(), [block]
    while waiting:
        part = waiting.pop()
        if part not in seen:
            seen.add(part)
            yield part
            waiting.extend(reversed(part._children.values()))


def parameters(block):
    """List the parameters of a Gluon block that can be trained: its running statistics left out."""
    return [parameter for parameter in block.collect_params().values() if parameter._differentiable]


net = nn.HybridSequential()
net.add(nn.Dense(3, in_units=3, flatten=False), nn.Dropout(0.5))
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
frozen = nn.HybridSequential()
frozen.add(nn.Dense(3, in_units=3, flatten=False), nn.Dropout(0.5))
frozen.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
optimizer = mx.gluon.Trainer(net.collect_params(), 'sgd', {'learning_rate': 0.1})


def attack(x: mx.nd.NDArray):
    with mx.autograd.record(train_mode=False):
        loss = net(x).sum()
    loss.backward(train_mode=False)
    optimizer.step(1)


def learn(x: mx.nd.NDArray):
    with mx.autograd.record():
        loss = net(x).sum()
    loss.backward()
    optimizer.step(1)


for module in modules(net):
    if isinstance(module, (BatchNorm, nn.Conv2D)):
        print(module)
