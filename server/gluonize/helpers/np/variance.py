import mxnet as mx


def variance(input, dim=None, correction=1, keepdim=False):
    """Return the variance along `dim`, or of all elements, dividing by the count less `correction`."""
    deviation = input - mx.np.mean(input, axis=dim, keepdims=True)
    total = mx.np.sum(deviation * deviation, axis=dim, keepdims=keepdim)
    count = input.size if not total.size else input.size // total.size
    return total / max(count - correction, 0)
