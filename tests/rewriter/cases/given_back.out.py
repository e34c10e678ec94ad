import mxnet as mx
from mxnet.gluon import nn


def initialized(block, ctx=None):
    """Initialise `block` as PyTorch does its linear and convolution layers (biases start at zero); gives it back."""
    block.initialize(mx.init.Xavier(factor_type="in", magnitude=1), ctx=ctx)
    return block


def moved(block, ctx):
    """Move the parameters of `block` to the context `ctx` and give the block back."""
    block.collect_params().reset_ctx(ctx)
    return block


class Net(mx.gluon.Block):
    def __init__(self, n=2):
        super().__init__()
        self.d = nn.Dense(n, in_units=3, flatten=False)
    def forward(self, x):
        return self.d(x)
def one(device):
    return initialized(Net(), device)
def two(device):
    return initialized(Net(4), device)
def three(device):
    net = Net()
    return net
def four(device):
    net = Net()
    net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
    return moved(net, device)
def five(device):
    net = Net()
    net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
    net.collect_params().reset_ctx(device)
    return net
def six(device):
    return Net()
device = mx.cpu()
nets = one(device), two(device), initialized(three(device)), four(device), five(device), initialized(six(device))
a = one(device)
b = two(device)
c = three(device)
c.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
d = four(device)
e = five(device)
f = six(device)
f.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
x = mx.nd.ones((1, 3))
with mx.autograd.train_mode():
    print([n(x).shape for n in (a, b, c, d, e, f, *nets)])
