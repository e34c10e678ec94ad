from collections import namedtuple

import mxnet as mx


def cummin(input, dim):
    """Return the smallest values so far along `dim` and their places, as a named tuple (values, indices)."""
    values, indices = [], []
    for step, value in enumerate(mx.np.moveaxis(input, dim, 0)):
        index = mx.np.full(value.shape, step, dtype="int64", ctx=input.context)
        if step:
            better = value.detach() <= values[-1].detach()
            value = mx.np.where(better, value, values[-1])
            index = mx.np.where(better, index, indices[-1])
        values.append(value)
        indices.append(index)
    return namedtuple("cummin", ("values", "indices"))(mx.np.stack(values, axis=dim), mx.np.stack(indices, axis=dim))
