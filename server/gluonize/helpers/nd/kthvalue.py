from collections import namedtuple

import mxnet as mx


def kthvalue(input, k, dim=-1, keepdim=False):
    """Return the k-th smallest values along `dim` (k counts from 1) and their places: (values, indices)."""
    order = mx.nd.argsort(input.detach(), axis=dim, dtype="int64")
    place = mx.nd.array([k - 1], dtype="int64", ctx=input.context)
    indices = mx.nd.take(order, place, axis=dim)
    values = mx.nd.pick(input, indices, axis=dim, keepdims=True)
    if not keepdim:
        values, indices = values.squeeze(axis=dim), indices.squeeze(axis=dim)
    return namedtuple("kthvalue", ("values", "indices"))(values, indices)
