import math

import mxnet as mx


def quantile(input, q, dim=None, keepdim=False):
    """Return the quantile `q` (a number in [0, 1]) along `dim`, or of all elements, interpolated linearly."""
    if dim is None:
        flat = quantile(input.reshape((-1,)), q, 0)
        return flat.reshape((1,) * input.ndim) if keepdim else flat
    ordered = mx.nd.sort(input, axis=dim)
    place = q * (input.shape[dim] - 1)
    below = min(math.floor(place), max(input.shape[dim] - 2, 0))
    axis = dim % input.ndim
    low = mx.nd.slice_axis(ordered, axis=axis, begin=below, end=below + 1)
    above = min(below + 1, input.shape[dim] - 1)
    high = mx.nd.slice_axis(ordered, axis=axis, begin=above, end=above + 1)
    value = low + (high - low) * (place - below)
    return value if keepdim else mx.nd.sum(value, axis=axis)
