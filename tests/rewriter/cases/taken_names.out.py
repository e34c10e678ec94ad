import mxnet as mx
from torch import nn


class FunctionBlock(mx.gluon.Block):
    """A layer without parameters: calls `function` on its inputs, always with the same options."""

    def __init__(self, function, **options):
        super().__init__()
        self._function, self._options = function, options

    def forward(self, *inputs):
        return self._function(*inputs, **self._options)


def mx_sequential(*blocks):
    """Return a Gluon container that runs `blocks` one after the other; it can be hybridized if all of them can."""
    hybrid = all(isinstance(block, mx.gluon.HybridBlock) for block in blocks)
    net = mx.gluon.nn.HybridSequential() if hybrid else mx.gluon.nn.Sequential()
    net.add(*blocks)
    return net


def mx_split(input, size, axis=0):
    """Cut `input` along `axis` into parts of `size`, the last one smaller, or of the sizes in the list `size`."""
    whole = input.shape[axis]
    sizes = list(size) if isinstance(size, (list, tuple)) else [size] * -(-whole // size)
    before = (slice(None),) * (axis % input.ndim)
    parts, start = [], 0
    for length in sizes:
        parts.append(input[(*before, slice(start, min(start + length, whole)))])
        start += length
    return tuple(parts)


def mx_threshold(input, threshold, value):
    """Keep values above `threshold`; the others become `value`."""
    return mx.nd.where(input > threshold, input, mx.nd.ones_like(input) * value)


def split(text):
    return text.split(",")


def shares(x: mx.nd.NDArray):
    parts = mx_split(x, [1, 2], axis=0)
    sequential = nn.Sequential
    return parts, split("a,b")


def gate(x: mx.nd.NDArray, threshold: float):
    layer = FunctionBlock(mx_threshold, threshold=0.5, value=1)
    return layer(x) > threshold


def block(n):
    return mx_sequential(mx.gluon.nn.Dense(n, in_units=n, flatten=False), mx.gluon.nn.Activation('relu'))
