import mxnet as mx


def normal(mean, std):
    """Draw from the normal distributions with these means and deviations, one per element; one may be a number."""
    like = mean if isinstance(mean, mx.np.ndarray) else std
    return mean + std * mx.np.random.normal(size=like.shape, dtype=like.dtype, ctx=like.ctx)
