import mxnet as mx


def var_mean(input, dim=None, correction=1, keepdim=False):
    """Return the variance and the mean along `dim`, or of all elements."""
    spread = variance(input, dim, correction=correction, keepdim=keepdim)
    return spread, mx.np.mean(input, axis=dim, keepdims=keepdim)
