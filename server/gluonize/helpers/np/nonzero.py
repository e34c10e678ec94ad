import mxnet as mx
import numpy as np


def nonzero(input):
    """Return the indices of the elements that are not zero, one row each, as int64."""
    return mx.np.array(np.argwhere(input.asnumpy()), dtype="int64", ctx=input.ctx)
