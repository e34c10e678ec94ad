import mxnet as mx


def vstack(arrays):
    """Join `arrays` as NumPy's vstack does."""
    return mx.np.vstack([array.as_np_ndarray() for array in arrays]).as_nd_ndarray()
