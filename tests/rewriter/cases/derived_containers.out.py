import mxnet as mx
import math
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


def concat_channels(arrays):
    """Join images along their channels, axis 1.

    nd.concat fails on the CPU ("could not construct a sub-memory") where it joins parts of an image that were joined
    before, unless their channels are multiples of 8; the operator of MXNet's NumPy API does not.
    """
    return mx.np.concatenate([array.as_np_ndarray() for array in arrays], axis=1).as_nd_ndarray()


def expand(input, shape):
    """Broadcast `input` to `shape`, in which -1 keeps a size; axes may be added on the left."""
    shape = tuple(shape) if isinstance(shape, (tuple, list)) else (shape,)
    old = (-1,) * (len(shape) - input.ndim) + input.shape
    return input.broadcast_to(tuple(old[axis] if size == -1 else size for axis, size in enumerate(shape)))


def initialized(block):
    """Initialise `block` as PyTorch does its linear and convolution layers (biases start at zero); gives it back.

    What has been filled before keeps its values.
    """
    start = mx.init.Xavier(factor_type="in", magnitude=1)
    for parameter in block.collect_params().values():
        if parameter._data is None:
            parameter.initialize(default_init=start)
    return block


def numel(parameter):
    """The number of elements of a gluon Parameter, also before it is initialised."""
    return math.prod(parameter.shape)


def parameters(block):
    """List the parameters of a Gluon block that can be trained: its running statistics left out."""
    return [parameter for parameter in block.collect_params().values() if parameter._differentiable]


def unbind(input, axis=0):
    """Return the slices of `input` along `axis`, which they lose."""
    before = (slice(None),) * (axis % input.ndim)
    return tuple(input[(*before, index)] for index in range(input.shape[axis]))


class ConvBlock(nn.Sequential):
    def __init__(self, a, b):
        super().__init__()
        self.add(
            nn.Conv2D(b, 3, padding=1, in_channels=a),  # keeps the size
            BatchNorm(b),
        )


class Grown(nn.Sequential):
    def __init__(self, *layers):
        super(Grown, self).__init__()
        self.add(*layers)
        setattr(self, "last", nn.Activation('relu'))

    def forward(self, x):
        return concat_channels([x, super().forward(x)])


class Loss(mx.gluon.Block):
    def forward(self, x, y):
        return (x - y).abs().mean()


class Square(mx.gluon.Block):
    def forward(self, x, y):
        return ((x - y) ** 2).mean()


def weighted(criterion, x, y):
    return 0.5 * criterion(x, y)


net = nn.Sequential()
for i in range(2):
    setattr(net, f"block{i}", ConvBlock(3, 3))
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
grown = Grown(ConvBlock(3, 3))
grown.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
x = mx.nd.ones((1, 3, 4, 4))
q, k, v = map(lambda t: t.reshape((2, -1)).transpose((1, 0)), unbind(expand(x.expand_dims(axis=0), (3, -1, -1, -1, -1)), axis=0))
for name, criterion in [("a", initialized(Loss())), ("b", initialized(Square()))]:
    with mx.autograd.train_mode():
        loss = weighted(criterion, net(x), grown(x)[:, :3])
    print(name, loss.asnumpy().item(), sum(numel(p) for p in parameters(net)))
mask = mx.nd.eye(3).astype('bool')
