import mxnet as mx


def bernoulli(probabilities):
    """Draw 0 or 1 per element, 1 with the given probability, in the type of `probabilities`."""
    shape, dtype = probabilities.shape, probabilities.dtype
    return (mx.np.random.uniform(size=shape, dtype=dtype, ctx=probabilities.ctx) < probabilities).astype(dtype)
