import mxnet as mx
from mxnet.gluon import nn


def initialized(block, ctx=None):
    """Initialise `block` as PyTorch does its linear and convolution layers (biases start at zero); gives it back."""
    block.initialize(mx.init.Xavier(factor_type="in", magnitude=1), ctx=ctx)
    return block


class Net(mx.gluon.Block):
    def __init__(self):
        super().__init__()
        self.d = nn.Dropout(0.5)
    def forward(self, x):
        return self.d(x)
net = Net()
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1), ctx=mx.cpu())
x = mx.nd.ones((3,))
print(net(x))
m = Net()
m.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
m = m
print(m(x))
k = Net()
k.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
print(k(x))
def load():
    t = Net()
    return t
n = load()
n.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
print(n(x))
print(initialized(Net())(x))
def build():
    return initialized(Net(), mx.cpu())
q = build()
print(q(x))
