import mxnet as mx


def gamma_noise(sample_shape, shape):
    """Draw from gamma distributions of rate 1, whose shape parameters are the array `shape`, `sample_shape` times."""
    wanted = mx.np.broadcast_to(shape, (*sample_shape, *shape.shape))
    drawn = mx.nd.random.gamma(wanted.as_nd_ndarray(), mx.np.ones_like(wanted).as_nd_ndarray())
    return drawn.as_np_ndarray()
