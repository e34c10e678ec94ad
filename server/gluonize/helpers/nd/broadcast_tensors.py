import mxnet as mx


def broadcast_tensors(arrays):
    """Return several arrays, each brought to their common shape."""
    found = mx.np.broadcast_arrays(*[array.as_np_ndarray() for array in arrays])
    return tuple(array.as_nd_ndarray() for array in found)
