import mxnet as mx


def normal(mean, std):
    """Draw one number per element from the normal distributions with these means and deviations; one may be a number."""
    like = mean if isinstance(mean, mx.nd.NDArray) else std
    return mean + std * mx.nd.random.normal_like(like)
