from collections import namedtuple

import mxnet as mx


def cummin(input, dim):
    """Return the smallest values so far along `dim` and their places, as a named tuple (values, indices)."""
    axis = dim % input.ndim
    values, indices = [], []
    for step in range(input.shape[axis]):
        value = mx.nd.slice_axis(input, axis=axis, begin=step, end=step + 1)
        index = mx.nd.ones_like(value).astype("int64") * step
        if step:
            better = value.detach() <= values[-1].detach()
            value = mx.nd.where(better, value, values[-1])
            index = mx.nd.where(better, index, indices[-1])
        values.append(value)
        indices.append(index)
    joined = mx.nd.concat(*values, dim=axis), mx.nd.concat(*indices, dim=axis)
    return namedtuple("cummin", ("values", "indices"))(*joined)
