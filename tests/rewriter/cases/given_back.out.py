import mxnet as mx
from mxnet.gluon import nn


def initialized(block):
    """Initialise `block` as PyTorch does its linear and convolution layers (biases start at zero); gives it back.

    What has been filled before keeps its values.
    """
    start = mx.init.Xavier(factor_type="in", magnitude=1)
    for parameter in block.collect_params().values():
        if parameter._data is None:
            parameter.initialize(default_init=start)
    return block


def move_buffers(block, ctx):
    """Move the arrays that `block` and the blocks in it hold as attributes to the context `ctx`."""

    def move(part):
        held = {name: value for name, value in vars(part).items() if isinstance(value, mx.nd.NDArray)}
        vars(part).update((name, value.as_in_context(ctx)) for name, value in held.items())

    block.apply(move)


def moved(block, ctx):
    """Move the parameters and buffers of `block` to the context `ctx`; its trainers go along. Gives the block back."""
    parameters = block.collect_params()
    parameters.reset_ctx(ctx)
    for trainer in {p._trainer for p in parameters.values()} - {None}:
        trainer._contexts = [ctx]
    move_buffers(block, ctx)
    return block


class Net(mx.gluon.Block):
    def __init__(self, n=2):
        super().__init__()
        self.d = nn.Dense(n, in_units=3, flatten=False)
    def forward(self, x):
        return self.d(x)
def one(device):
    return moved(initialized(Net()), device)
def two(device):
    return moved(initialized(Net(4)), device)
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
