import mxnet as mx


def broadcast_tensors(arrays):
    """Return several arrays, each brought to their common shape."""
    return tuple(mx.np.broadcast_arrays(*arrays))
