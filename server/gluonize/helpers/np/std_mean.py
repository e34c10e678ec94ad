import mxnet as mx


def std_mean(input, dim=None, correction=1, keepdim=False):
    """Return the standard deviation and the mean along `dim`, or of all elements."""
    spread = deviation(input, dim, correction=correction, keepdim=keepdim)
    return spread, mx.np.mean(input, axis=dim, keepdims=keepdim)
