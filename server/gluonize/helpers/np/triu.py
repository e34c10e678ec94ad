import mxnet as mx


def triu(input, diagonal=0):
    """Return the matrix, or every matrix of a batch, with zeros below the diagonal number `diagonal`."""
    below = mx.np.tril(mx.np.ones_like(input), diagonal - 1)
    return mx.np.where(below, mx.np.zeros_like(input), input)
