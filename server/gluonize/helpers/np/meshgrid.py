import mxnet as mx


def meshgrid(arrays, indexing="ij"):
    """Return the coordinate arrays of the grid of several vectors."""
    return tuple(mx.np.meshgrid(*arrays, indexing=indexing))
