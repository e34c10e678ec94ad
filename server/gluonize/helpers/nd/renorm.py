import mxnet as mx


def renorm(input, p, dim, maxnorm):
    """Return the array with every slice along `dim` whose p-norm exceeds `maxnorm` scaled down to it."""
    axes = tuple(axis for axis in range(input.ndim) if axis != dim % input.ndim)
    norms = mx.nd.sum(mx.nd.abs(input) ** p, axis=axes, keepdims=True) ** (1 / p)
    return input * mx.nd.minimum(maxnorm / (norms + 1e-7), 1.0)
