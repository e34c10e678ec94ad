import mxnet as mx


def column_stack(arrays):
    """Join `arrays` as NumPy's column_stack does."""
    return mx.np.column_stack([array.as_np_ndarray() for array in arrays]).as_nd_ndarray()
