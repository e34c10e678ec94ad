import mxnet as mx
import numpy as np


def masked_select(input, mask):
    """Return the elements of `input` where `mask` is not zero, in one row."""
    shape = np.broadcast_shapes(input.shape, mask.shape)
    found = np.flatnonzero(np.broadcast_to(mask.asnumpy(), shape))
    return mx.np.take(input.broadcast_to(shape).reshape(-1), mx.np.array(found, dtype="int64", ctx=input.ctx))
