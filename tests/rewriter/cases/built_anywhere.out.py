import mxnet as mx
from mxnet.gluon import nn


def context(device, index=None):
    """Return the MXNet context of a PyTorch device: 'cpu', 'cuda', 'cuda:1', the number of a GPU, a context, or None.

    None is the first GPU. ValueError for a kind of device that MXNet has not.
    """
    if device is None:
        return mx.gpu()
    if isinstance(device, mx.Context):
        return device
    if isinstance(device, int):
        return mx.gpu(device)
    kind, _, number = device.partition(":")
    if kind not in ("cpu", "cuda"):
        raise ValueError(f"MXNet has no device of the kind '{kind}': use 'cpu' or 'cuda'")
    position = index if index is not None else int(number or 0)
    return mx.gpu(position) if kind == "cuda" else mx.cpu(position)


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
        self.fc = nn.Dense(2, in_units=3, flatten=False)

    def forward(self, x):
        return self.fc(x)


class Agent:
    def __init__(self, device):
        self.device = device
        self.net = Net()
        self.net.initialize(mx.init.Xavier(factor_type='in', magnitude=1), ctx=device)
        self.target = Net()
        self.target.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
        self.head = nn.Dense(1, in_units=2, flatten=False)
        self.head.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
        self.models = [initialized(Net()) for _ in range(3)]
        self.optimizer = mx.gluon.Trainer(self.net.collect_params(), 'sgd', {'learning_rate': 0.1})


class Trainer:
    def __init__(self, model, device: mx.Context):
        self.model = moved(model, device)


def build(device):
    net = nn.Sequential()
    net.add(nn.Dense(3, in_units=2, flatten=False), Net())
    net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
    return moved(net, device)


def make():
    return Net()


device = mx.cpu()
agent = Agent(device)
trainer = Trainer(initialized(Net()), device)
third = build(device)
fourth = make()
fourth.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
nets = {"a": initialized(Net()), "b": initialized(nn.Dense(2, in_units=2, flatten=False))}
pair = initialized(Net()), initialized(Net())
name = "cuda" if mx.context.num_gpus() > 0 else "cpu"
fifth = Net()
fifth.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
moved(fifth, context(name))
x = mx.nd.ones((2, 3))
with mx.autograd.train_mode():
    print(fifth(x), agent.net(x), agent.target(x), fourth(x), trainer.model(x), nets["a"](x), pair[0](x), agent.models[0](x))
