import mxnet as mx


def nanmean(input, dim=None, keepdim=False):
    """Return the mean of the elements that are not nan, along `dim` (an axis, several, or None for all)."""
    known = input == input
    total = mx.np.sum(mx.np.where(known, input, mx.np.zeros_like(input)), axis=dim, keepdims=keepdim)
    return total / mx.np.sum(known.astype(input.dtype), axis=dim, keepdims=keepdim)
