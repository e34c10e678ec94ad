import mxnet as mx


def vander(x, count=None, increasing=False):
    """Return the matrix of the powers of the vector `x`, the highest first unless `increasing`."""
    powers = range(x.size if count is None else count)
    return mx.np.stack([x**power for power in (powers if increasing else reversed(powers))], axis=-1)
