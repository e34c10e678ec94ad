import math

import mxnet as mx


def quantile(input, q, dim=None, keepdim=False, interpolation="linear"):
    """Return the quantile `q` (a number in [0, 1]) along `dim`, or of all elements.

    Between two elements, `interpolation` takes the "lower", the "higher", the "nearest", their "midpoint" or a
    "linear" mean.
    """
    if dim is None:
        flat = quantile(input.reshape((-1,)), q, 0, interpolation=interpolation)
        return flat.reshape((1,) * input.ndim) if keepdim else flat
    ordered = mx.np.sort(input, axis=dim)
    place = q * (input.shape[dim] - 1)
    below = min(math.floor(place), max(input.shape[dim] - 2, 0))
    share = place - below
    shares = {"lower": math.floor(share), "higher": math.ceil(share), "nearest": round(place) - below}
    share = shares.get(interpolation, share)
    if interpolation == "midpoint":
        share = share if share in (0, 1) else 0.5
    low = mx.np.take(ordered, mx.np.array([below], dtype="int64", ctx=input.context), axis=dim)
    above = min(below + 1, input.shape[dim] - 1)
    high = mx.np.take(ordered, mx.np.array([above], dtype="int64", ctx=input.context), axis=dim)
    value = low + (high - low) * share
    return value if keepdim else mx.np.sum(value, axis=dim)
