import mxnet as mx


def gamma_noise(sample_shape, shape):
    """Draw from gamma distributions of rate 1, whose shape parameters are the array `shape`, `sample_shape` times."""
    wanted = shape.broadcast_to((*sample_shape, *shape.shape)) if sample_shape else shape
    return mx.nd.random.gamma(wanted, mx.nd.ones_like(wanted))
