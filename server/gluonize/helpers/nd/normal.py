import mxnet as mx


def normal(mean, std):
    """Draw from the normal distributions with these means and deviations, one per element; one may be a number."""
    like = mean if isinstance(mean, mx.nd.NDArray) else std
    return mean + std * mx.nd.random.normal_like(like)
