import mxnet as mx


def deviation(input, dim=None, correction=1, keepdim=False):
    """Return the standard deviation along `dim`, or of all elements; where it is 0 its gradient is 0, too."""
    spread = variance(input, dim, correction=correction, keepdim=keepdim)
    safe = mx.np.where(spread == 0, mx.np.ones_like(spread), spread)
    return mx.np.where(spread == 0, spread, mx.np.sqrt(safe))
