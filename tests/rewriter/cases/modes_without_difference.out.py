import mxnet as mx
from mxnet.gluon import nn


def modules(block):
    """Yield `block` and all blocks inside it, each once, the outer before the inner."""
    seen, waiting = set(), [block]
    while waiting:
        part = waiting.pop()
        if part not in seen:
            seen.add(part)
            yield part
            waiting.extend(reversed(part._children.values()))


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
