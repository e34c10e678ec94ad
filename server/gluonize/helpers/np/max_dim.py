from collections import namedtuple

import mxnet as mx


def max_dim(input, dim, keepdim=False):
    """Return the largest values along `dim` and their places, as a named tuple (values, indices)."""
    indices = mx.np.argmax(input.detach(), axis=dim)
    values = mx.npx.pick(input, indices, axis=dim)
    if keepdim:
        values, indices = mx.np.expand_dims(values, dim), mx.np.expand_dims(indices, dim)
    return namedtuple("max", ("values", "indices"))(values, indices)
