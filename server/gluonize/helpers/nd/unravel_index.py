import mxnet as mx


def unravel_index(indices, shape):
    """Return the coordinates of flat `indices` into an array of `shape`, one array per axis."""
    return tuple(mx.nd.unravel_index(indices, shape=tuple(shape)))
