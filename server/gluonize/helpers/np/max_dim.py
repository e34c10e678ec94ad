from collections import namedtuple

import mxnet as mx


def max_dim(input, dim, keepdim=False):
    """Return the largest values along `dim` and their places, as a named tuple (values, indices)."""
    indices = mx.np.expand_dims(mx.np.argmax(input.detach(), axis=dim), dim)
    values = mx.npx.pick(input, indices, axis=dim, keepdims=True)
    if not keepdim:
        values, indices = mx.np.squeeze(values, dim), mx.np.squeeze(indices, dim)
    return namedtuple("max", ("values", "indices"))(values, indices)
