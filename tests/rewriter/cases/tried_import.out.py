import sys

try:
    import mxnet as mx
except ImportError:
    sys.exit("PyTorch is needed")
from collections import namedtuple


def cummax(input, dim):
    """Return the largest values so far along `dim` and their places, as a named tuple (values, indices)."""
    axis = dim % input.ndim
    values, indices = [], []
    for step in range(input.shape[axis]):
        value = mx.nd.slice_axis(input, axis=axis, begin=step, end=step + 1)
        index = mx.nd.ones_like(value).astype("int64") * step
        if step:
            better = value.detach() >= values[-1].detach()
            value = mx.nd.where(better, value, values[-1])
            index = mx.nd.where(better, index, indices[-1])
        values.append(value)
        indices.append(index)
    joined = mx.nd.concat(*values, dim=axis), mx.nd.concat(*indices, dim=axis)
    return namedtuple("cummax", ("values", "indices"))(*joined)


def deviation(input, dim=None, correction=1, keepdim=False):
    """Return the standard deviation along `dim`, or of all elements; where it is 0 its gradient is 0, too."""
    spread = variance(input, dim, correction=correction, keepdim=keepdim)
    safe = mx.nd.where(spread == 0, mx.nd.ones_like(spread), spread)
    return mx.nd.where(spread == 0, spread, mx.nd.sqrt(safe))


def variance(input, dim=None, correction=1, keepdim=False):
    """Return the variance along `dim`, or of all elements, dividing by the count less `correction`."""
    deviation = input - mx.nd.mean(input, axis=dim, keepdims=True)
    total = mx.nd.sum(deviation * deviation, axis=dim, keepdims=keepdim)
    count = input.size if not total.size else input.size // total.size
    return total / max(count - correction, 0)


def spread(x):
    return deviation(cummax(x, 0).values).asscalar()


print(spread(mx.nd.ones((3,))))
