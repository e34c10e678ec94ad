import copy

from collections import OrderedDict
import mxnet as mx
from mxnet.gluon import nn


def add_gradients(parameters):
    """Let the gradients of gluon Parameters add up over backward() calls until they are cleared; gives them back."""
    for parameter in parameters.values() if hasattr(parameters, "values") else parameters:
        if parameter.grad_req == "write":
            parameter.grad_req = "add"
    return parameters


def copied(block):
    """Copy a Gluon block with its parameters, which get names and gradients of their own; or any other object."""
    twin = copy.deepcopy(block)
    if not isinstance(twin, mx.gluon.Block):
        return twin
    copied.count = getattr(copied, "count", 0) + 1
    names, waiting = {}, [twin]
    while waiting:
        inner = waiting.pop()
        waiting += inner._children.values()
        own = inner._params._params
        for name, parameter in own.items():
            if id(parameter) not in names:
                names[id(parameter)] = parameter.name = f"copy{copied.count}_{name}"
                if parameter._data is not None and parameter.grad_req != "null":
                    parameter._init_grad()
        inner._params._params = OrderedDict((names[id(parameter)], parameter) for parameter in own.values())
    return twin


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


class A(mx.gluon.Block):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(3, in_units=2, flatten=False)

    def forward(self, x):
        return self.fc(x)


class B(A):
    def __init__(self):
        super().__init__()
        self.parts = clones(nn.Dense(3, in_units=3, flatten=False), 2)


def clones(module, number):
    return sequential(*[copied(module) for _ in range(number)])


def run(arch, device):
    if arch == "a":
        model = A()
        model.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
    else:
        model = B()
        model.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
    moved(model, device)
    optimizer = mx.gluon.Trainer(add_gradients(model.collect_params()), 'sgd', {'learning_rate': 0.1})
    with mx.autograd.record():
        loss = model(mx.nd.ones((1, 2))).sum()
    loss.backward()
    optimizer.step(1)
    return loss.asscalar()


def each(device):
    for model in (moved(initialized(A()), device), initialized(B())):
        with mx.autograd.train_mode():
            print(model(mx.nd.ones((1, 2))).sum().asscalar())
