import mxnet as mx


def hstack(arrays):
    """Join `arrays` as NumPy's hstack does."""
    return mx.np.hstack([array.as_np_ndarray() for array in arrays]).as_nd_ndarray()
