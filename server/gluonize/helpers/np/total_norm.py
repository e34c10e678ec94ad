import mxnet as mx


def total_norm(arrays):
    """The 2-norm of all elements of several arrays."""
    return mx.np.sqrt(sum(mx.np.square(array).sum() for array in arrays))
