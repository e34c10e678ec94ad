from collections import namedtuple

import mxnet as mx


def aminmax(input, dim=None, keepdim=False):
    """Return the smallest and the largest values along `dim`, or of all, as a named tuple (min, max)."""
    smallest = mx.np.min(input, axis=dim, keepdims=keepdim)
    return namedtuple("aminmax", ("min", "max"))(smallest, mx.np.max(input, axis=dim, keepdims=keepdim))
