import mxnet as mx


def triu(input, diagonal=0):
    """Return the matrix, or every matrix of a batch, with zeros below the diagonal number `diagonal`."""
    below = mx.np.tril(mx.np.ones_like(input.as_np_ndarray()), diagonal - 1).as_nd_ndarray()
    return mx.nd.where(below, mx.nd.zeros_like(input), input)
