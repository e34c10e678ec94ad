from collections import namedtuple

import mxnet as mx


def median_dim(input, dim=-1, keepdim=False):
    """Return the lower median along `dim` and its place, as a named tuple (values, indices)."""
    order = mx.nd.argsort(input.detach(), axis=dim, dtype="int64")
    middle = mx.nd.array([(input.shape[dim] - 1) // 2], dtype="int64", ctx=input.context)
    indices = mx.nd.take(order, middle, axis=dim)
    values = mx.nd.pick(input, indices, axis=dim, keepdims=True)
    if not keepdim:
        values, indices = values.squeeze(axis=dim), indices.squeeze(axis=dim)
    return namedtuple("median", ("values", "indices"))(values, indices)
