import mxnet as mx


def total_norm(arrays):
    """The 2-norm of all elements of several arrays."""
    return mx.nd.sqrt(sum(mx.nd.square(array).sum() for array in arrays))
