import mxnet as mx
from torch import nn


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


def split(text):
    return text.split(",")


def shares(x: mx.nd.NDArray):
    parts = mx_split(x, [1, 2], axis=0)
    sequential = nn.Sequential
    return parts, split("a,b")


def block(n):
    return mx_sequential(mx.gluon.nn.Dense(n, in_units=n, flatten=False), mx.gluon.nn.Activation('relu'))
