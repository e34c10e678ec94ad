import math

import mxnet as mx


def quantile(input, q, dim=None, keepdim=False):
    """Return the quantile `q` (a number in [0, 1]) along `dim`, or of all elements, interpolated linearly."""
    if dim is None:
        flat = quantile(input.reshape(-1), q, 0)
        return flat.reshape((1,) * input.ndim) if keepdim else flat
    ordered = mx.np.moveaxis(mx.np.sort(input, axis=dim), dim, 0)
    place = q * (input.shape[dim] - 1)
    below = min(math.floor(place), max(input.shape[dim] - 2, 0))
    low, high = ordered[below], ordered[min(below + 1, input.shape[dim] - 1)]
    value = low + (high - low) * (place - below)
    return mx.np.expand_dims(value, dim) if keepdim else value
