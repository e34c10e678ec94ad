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


class Net(mx.gluon.Block):
    def __init__(self):
        super().__init__()
        self.d = nn.Dense(2, in_units=3, flatten=False)
    def forward(self, x):
        return self.d(x)
device = mx.cpu()
a = Net()
a.initialize(mx.init.Xavier(factor_type='in', magnitude=1), ctx=device)
b = Net()
b.initialize(mx.init.Xavier(factor_type='in', magnitude=1), ctx=device)
c = nn.Dense(2, in_units=3, flatten=False)
c.initialize(mx.init.Xavier(factor_type='in', magnitude=1), ctx=device)
d = moved(initialized(Net()), mx.gpu()) if mx.context.num_gpus() > 0 else initialized(Net())
e = Net()
e.initialize(mx.init.Xavier(factor_type='in', magnitude=1), ctx=device)
f = sequential(nn.Dense(2, in_units=3, flatten=False))
f.initialize(mx.init.Xavier(factor_type='in', magnitude=1), ctx=device)
x = mx.nd.ones((1, 3))
print([n(x).shape for n in (a, b, c, d, e, f)])
