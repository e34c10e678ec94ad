import torch
from mxnet.gluon import nn
import mxnet as mx


def modules(block):
    """Yield `block` and all blocks inside it, the outer before the inner."""
    yield block
    for child in block._children.values():
        yield from modules(child)


def sequential(*blocks):
    """Return a Gluon container that runs `blocks` one after the other; it can be hybridized if all of them can."""
    hybrid = all(isinstance(block, mx.gluon.HybridBlock) for block in blocks)
    net = mx.gluon.nn.HybridSequential() if hybrid else mx.gluon.nn.Sequential()
    net.add(*blocks)
    return net


net = nn.HybridSequential()
net.add(nn.Dense(3, in_units=3, flatten=False), nn.BatchNorm(in_channels=3))
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
teacher = sequential(nn.Dense(3, in_units=3, flatten=False), nn.Dropout(0.5))
teacher.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
optimizer = mx.gluon.Trainer(net.collect_params(), 'sgd', {'learning_rate': 0.1})
x = mx.nd.random.normal(shape=(4, 3))
with mx.autograd.train_mode():
    print(net(x).shape)

for m in modules(net):
    if isinstance(m, nn.BatchNorm):
        m.eval()


def distil(x: mx.nd.NDArray, training: bool):
    with mx.autograd.pause():
        target = teacher(x)
    with mx.autograd.pause():
        statistics = net(x)
    net.train(training)
    with torch.inference_mode():
        out = net(x)
    loss = ((net(x) - target) ** 2).mean()
    loss.backward()
    optimizer.step(1)
    return statistics, out


def evaluate(network, x):
    with mx.autograd.pause():
        return network(x)


evaluate(net, x)
evaluate(teacher, x)
