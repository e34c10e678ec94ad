import mxnet as mx
import numpy as np


def index_fill(input, axis, index, value):
    """Return `input` with `value` in the slices at the positions of the vector `index` along `axis`."""
    axis = axis % input.ndim
    chosen = np.zeros(input.shape[axis], dtype=bool)
    chosen[index.asnumpy().astype(int)] = True
    chosen = chosen.reshape((-1,) + (1,) * (input.ndim - axis - 1))
    return where(mx.nd.array(chosen, dtype="bool", ctx=input.context), value, input)
