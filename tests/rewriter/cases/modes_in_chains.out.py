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
    return moved(initialized(Net()), mx.cpu())
q = build()
print(q(x))
