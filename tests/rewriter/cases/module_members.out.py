import mxnet as mx
import re
import math
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


def named_parameters(block):
    """List the parameters of a Gluon block that can be trained, each once, with the names that PyTorch gives them."""
    found = {}

    def visit(part, prefix):
        for name, parameter in part._reg_params.items():
            recurrent = re.fullmatch(r"(?:([lr])(\d+)_)?([ih])2h_(weight|bias)", name)
            if recurrent and re.search("RNN|LSTM|GRU", type(part).__name__):
                direction, layer, source, kind = recurrent.groups()
                name = f"{kind}_{source}h" + (f"_l{layer}" if layer else "") + "_reverse" * (direction == "r")
            elif "Norm" in type(part).__name__:
                name = {"gamma": "weight", "beta": "bias"}.get(name, name)
            if parameter._differentiable:
                found.setdefault(id(parameter), (prefix + name, parameter))
        for name, child in part._children.items():
            visit(child, f"{prefix}{name}.")

    visit(block, "")
    return list(found.values())


def numel(parameter):
    """The number of elements of a gluon Parameter, also before it is initialised."""
    return math.prod(parameter.shape)


def parameter(block, name, value, grad_req="write"):
    """Register a parameter of `block` that starts from `value` when the block is initialised."""
    init = mx.init.Constant(value)
    return block.params.get(name, shape=value.shape, dtype=value.dtype, init=init, grad_req=grad_req)


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


class Attention(mx.gluon.Block):
    def __init__(self, dim, heads=4):
        super().__init__()
        self.scale = parameter(self, 'scale', mx.nd.ones((dim,)))
        self.mask = mx.nd.zeros((dim, dim))
        self.layers = sequential(*[nn.Dense(dim, in_units=dim, flatten=False) for _ in range(heads)])
        self.out = nn.HybridSequential()
        self.out.add(nn.Dense(dim, in_units=dim, flatten=False), nn.Activation('relu'))

    def forward(self, x):
        for layer in self.layers:
            x = layer(x) * self.scale.data() + self.mask.sum()
        return self.out(x)


model = Attention(8)
initialized(model)
total = sum(numel(p) for p in model.collect_params().values())
for name, p in named_parameters(model):
    print(name, p.data().mean(), p.grad_req != 'null')
model.save_parameters("attention.pt")
model.load_parameters("attention.pt")
