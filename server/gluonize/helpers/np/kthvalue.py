from collections import namedtuple

import mxnet as mx


def kthvalue(input, k, dim=-1, keepdim=False):
    """Return the k-th smallest values along `dim` (k counts from 1) and their places: (values, indices)."""
    place = mx.np.array([k - 1], dtype="int64", ctx=input.context)
    indices = mx.np.take(mx.np.argsort(input.detach(), axis=dim), place, axis=dim)
    values = mx.npx.pick(input, indices, axis=dim, keepdims=True)
    if not keepdim:
        values, indices = mx.np.squeeze(values, dim), mx.np.squeeze(indices, dim)
    return namedtuple("kthvalue", ("values", "indices"))(values, indices)
