import mxnet as mx


def unravel_index(indices, shape):
    """Return the coordinates of flat `indices` into an array of `shape`, one array per axis."""
    rows = mx.nd.unravel_index(indices.as_nd_ndarray(), shape=tuple(shape))
    return tuple(row.reshape(indices.shape).as_np_ndarray() for row in rows)
