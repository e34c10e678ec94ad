from collections import namedtuple

import mxnet as mx


def max_dim(input, dim, keepdim=False):
    """Return the largest values along `dim` and their places, as a named tuple (values, indices)."""
    indices = mx.nd.argmax(input.detach(), axis=dim, keepdims=keepdim).astype("int64")
    values = mx.nd.pick(input, indices, axis=dim, keepdims=keepdim)
    return namedtuple("max", ("values", "indices"))(values, indices)
