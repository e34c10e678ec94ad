import mxnet as mx
from mxnet.gluon import nn


class DataParallel(mx.gluon.Block):
    """The network `module`, run on parts of each batch on several devices; the results are joined on the first.

    `device_ids` are numbers of GPUs, or contexts; all GPUs unless given. With fewer than two, `module` simply runs.
    """

    def __init__(self, module, device_ids=None):
        super().__init__()
        self.module = module
        ids = range(mx.context.num_gpus()) if device_ids is None else device_ids
        self.contexts = [mx.gpu(i) if isinstance(i, int) else i for i in ids]
        if len(self.contexts) > 1:
            module.collect_params().reset_ctx(self.contexts)

    def forward(self, *inputs):
        if len(self.contexts) < 2:
            return self.module(*inputs)
        size = -(-len(inputs[0]) // len(self.contexts))
        starts = zip(range(0, len(inputs[0]), size), self.contexts)
        parts = [(context, [array[k : k + size].as_in_context(context) for array in inputs]) for k, context in starts]
        return self.joined([self.run(*part) for part in reversed(parts)][::-1])

    def run(self, context, inputs):
        """The module on one device; the first comes last, so that its buffers are the ones that stay."""
        move_buffers(self.module, context)
        with context:
            return self.module(*inputs)

    def joined(self, results):
        if isinstance(results[0], (tuple, list)):
            return tuple(self.joined(items) for items in zip(*results))
        return mx.nd.concat(*(result.as_in_context(self.contexts[0]) for result in results), dim=0)


def initialized(block):
    """Initialise `block` as PyTorch does its linear and convolution layers (biases start at zero); gives it back.

    What has been filled before keeps its values.
    """
    start = mx.init.Xavier(factor_type="in", magnitude=1)
    for parameter in block.collect_params().values():
        if parameter._data is None:
            parameter.initialize(default_init=start)
    return block


def move(network, context):
    """Move a network to a context, as `moved` does, and give it back; a DataParallel stays on its devices."""
    if isinstance(network, DataParallel) and len(network.contexts) > 1:
        return network
    return moved(network, context)


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
        self.out = nn.Dense(2, in_units=4, flatten=False)

    def forward(self, x):
        return self.out(x)


device = mx.gpu() if mx.context.num_gpus() > 0 else mx.cpu()
model = Net()
model.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
if mx.context.num_gpus() > 1:
    model = DataParallel(model)  # one copy on each GPU
move(model, device)
other = move(DataParallel(initialized(Net()), device_ids=[0, 1]), mx.gpu())
single = model
optimizer = mx.gluon.Trainer(model.collect_params(), 'sgd', {'learning_rate': 0.1})
model.module.save_parameters("net.pt")
