import mxnet as mx
from mxnet.gluon import nn


class BatchNorm(mx.gluon.nn.BatchNorm):
    """Gluon's batch normalisation over axis 1 with PyTorch's running statistics.

    They are updated on every pass in training mode, with the variance divided by n - 1. Gluon's own are updated on the
    way back and divide by n; a block that is hybridized keeps to these.
    """

    def __init__(self, channels, eps=1e-5, momentum=0.1, affine=True):
        super().__init__(momentum=1 - momentum, epsilon=eps, center=affine, scale=affine, in_channels=channels)

    def hybrid_forward(self, F, x, gamma, beta, running_mean, running_var):
        if F is mx.nd and mx.autograd.is_training() and not self._kwargs["use_global_stats"]:
            running = running_mean.copy(), running_var.copy()
            with mx.autograd.pause():
                self._follow(x, running_mean, running_var)
            running_mean, running_var = running
        return super().hybrid_forward(F, x, gamma, beta, running_mean, running_var)

    def _follow(self, x, running_mean, running_var):
        kept, count = self._kwargs["momentum"], x.size // x.shape[1]
        mean, variance = mx.nd.moments(x, axes=[axis for axis in range(x.ndim) if axis != 1])
        running_mean[:] = running_mean * kept + mean * (1 - kept)
        running_var[:] = running_var * kept + variance * ((1 - kept) * count / max(count - 1, 1))


def named_modules(block):
    """Yield `block` and all blocks inside it, each once, with their dotted names; that of `block` itself is empty."""
    seen, waiting = set(), [("", block)]
    while waiting:
        name, part = waiting.pop()
        if part not in seen:
            seen.add(part)
            yield name, part
            inner = [(f"{name}.{child}" if name else child, found) for child, found in part._children.items()]
            waiting.extend(reversed(inner))


def switch(block, training=True, own=True):
    """Put a block and all inside it into training or evaluation mode, until the next switch; gives the block.

    Each batch normalisation and dropout keeps its mode itself, for MXNet's scope has one for all. A `train` method of
    the block's own class decides, unless `own` is false.
    """
    if own and hasattr(block, "train"):
        return block.train(training)
    for child in block._children.values():
        switch(child, training)
    if isinstance(block, mx.gluon.nn.BatchNorm):
        block._kwargs["use_global_stats"] = not training
    elif isinstance(block, mx.gluon.nn.Dropout):
        rate, axes = block._rate * training, block._axes
        block.hybrid_forward = lambda F, x: mx.nd.Dropout(x, p=rate, axes=axes, mode="always")
    return block


class Net(mx.gluon.Block):
    def __init__(self, frozen=False):
        super().__init__()
        self.frozen = frozen
        self.body = nn.HybridSequential()
        self.body.add(nn.Dense(3, in_units=3, flatten=False), BatchNorm(3))
        self.head = nn.Dense(2, in_units=3, flatten=False)

    def forward(self, x):
        return self.head(self.body(x))

    def train(self, mode: bool = True):
        switch(self, mode, own=False)
        if self.frozen:
            switch(self.body, False)  # keeps its statistics
        return self


def freeze(m):
    if isinstance(m, (BatchNorm, BatchNorm)):
        switch(m, False)


net = Net()
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
net.train()
net.apply(freeze)
net.apply(lambda m: switch(m, False) if type(m) == BatchNorm else None)
for name, m in named_modules(net):
    if "body" in name:
        switch(m, False)
switch(net, False)
other = Net()
other.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
net.train(mode=False)
