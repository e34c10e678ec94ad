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


def parameters(block):
    """List the parameters of a Gluon block that can be trained: its running statistics left out."""
    return [parameter for parameter in block.collect_params().values() if parameter._differentiable]


def sequential(*blocks, hybrid=True):
    """Return a Gluon container that runs `blocks` one after the other; it can be hybridized if all of them can.

    Blocks in a dictionary become attributes of the container, by their names. An empty one takes any blocks.
    """
    named = blocks[0] if blocks and isinstance(blocks[0], dict) else dict(enumerate(blocks))
    hybrid = hybrid and bool(named) and all(isinstance(block, mx.gluon.HybridBlock) for block in named.values())
    net = mx.gluon.nn.HybridSequential() if hybrid else mx.gluon.nn.Sequential()
    for name, block in named.items():
        setattr(net, name, block) if isinstance(name, str) else net.add(block)
    return net


net = nn.HybridSequential()
net.add(nn.Dense(3, in_units=3, flatten=False), BatchNorm(3))
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
teacher = sequential(nn.Dense(3, in_units=3, flatten=False), nn.Dropout(0.5))
teacher.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
optimizer = mx.gluon.Trainer(net.collect_params(), 'sgd', {'learning_rate': 0.1})
x = mx.nd.random.normal(shape=(4, 3))
with mx.autograd.train_mode():
    print(net(x).shape)

def evaluate(network, x):
    with mx.autograd.pause():
        return network(x)


evaluate(net, x)
evaluate(teacher, x)
