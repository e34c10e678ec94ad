from collections import namedtuple

import mxnet as mx


def min_dim(input, dim, keepdim=False):
    """Return the smallest values along `dim` and their places, as a named tuple (values, indices)."""
    indices = mx.nd.argmin(input.detach(), axis=dim, keepdims=keepdim).astype("int64")
    values = mx.nd.pick(input, indices, axis=dim, keepdims=keepdim)
    return namedtuple("min", ("values", "indices"))(values, indices)
