import mxnet as mx
from mxnet.gluon import nn


def modules(block):
    """Yield `block` and all blocks inside it, the outer before the inner."""
    yield block
    for child in block._children.values():
        yield from modules(child)


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
    if isinstance(module, (nn.BatchNorm, nn.Conv2D)):
        print(module)
