import mxnet as mx


def vander(x, count=None, increasing=False):
    """Return the matrix of the powers of each vector in the last axis of `x`, the highest first unless `increasing`."""
    powers = range(x.shape[-1] if count is None else count)
    return mx.np.stack([x**power for power in (powers if increasing else reversed(powers))], axis=-1)
