from collections import namedtuple

import mxnet as mx


def median_dim(input, dim=-1, keepdim=False):
    """Return the lower median along `dim` and its place, as a named tuple (values, indices)."""
    middle = mx.np.array([(input.shape[dim] - 1) // 2], dtype="int64", ctx=input.context)
    indices = mx.np.take(mx.np.argsort(input.detach(), axis=dim), middle, axis=dim)
    values = mx.npx.pick(input, indices, axis=dim, keepdims=True)
    if not keepdim:
        values, indices = mx.np.squeeze(values, dim), mx.np.squeeze(indices, dim)
    return namedtuple("median", ("values", "indices"))(values, indices)
