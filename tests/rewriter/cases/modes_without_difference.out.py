import mxnet as mx
from mxnet.gluon import nn


def modules(block):
    """Yield `block` and all blocks inside it, the outer before the inner."""
    yield block
    for child in block._children.values():
        yield from modules(child)


net = nn.HybridSequential()
net.add(nn.Dense(3, in_units=3, flatten=False), nn.Activation('relu'))
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
print(net(mx.nd.random.normal(shape=(4, 3))))


def evaluate(network, x):
    with mx.autograd.pause():
        return network(x)


for layer in modules(net):
    pass
with mx.autograd.pause():
    evaluate(net, mx.nd.random.normal(shape=(4, 3)))
