import mxnet as mx
from mxnet.gluon import nn


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


shape = [2, 3]
a = mx.nd.zeros((*shape,))
b = a.reshape((*shape[:1], -1))
c = a.transpose((*range(2),))
layers = [nn.Dense(4, in_units=3, flatten=False), nn.Activation('relu')]
net = nn.Sequential()
net.add(*layers)
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))


def block(n):
    return sequential(nn.Dense(n, in_units=n, flatten=False), *[nn.Activation('relu') for _ in range(2)])
