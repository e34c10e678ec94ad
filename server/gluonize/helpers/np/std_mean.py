import mxnet as mx


def std_mean(input, dim=None, correction=1, keepdim=False):
    """Return the standard deviation and the mean along `dim`, or of all elements."""
    mean = mx.np.mean(input, axis=dim, keepdims=keepdim)
    deviation = input - mx.np.mean(input, axis=dim, keepdims=True)
    total = mx.np.sum(deviation * deviation, axis=dim, keepdims=keepdim)
    spread = total / max(input.size // max(total.size, 1) - correction, 0)
    return mx.np.sqrt(spread), mean
