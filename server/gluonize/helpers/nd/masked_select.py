import mxnet as mx
import numpy as np


def masked_select(input, mask):
    """Return the elements of `input` where `mask` is not zero, in one row; ValueError where there are none."""
    shape = np.broadcast_shapes(input.shape, mask.shape)
    found = np.flatnonzero(np.broadcast_to(mask.asnumpy(), shape))
    if not len(found):
        raise ValueError("the mask selects nothing, and NDArrays cannot be empty: test for it before")
    return mx.nd.take(input.broadcast_to(shape).reshape((-1,)), mx.nd.array(found, dtype="int64", ctx=input.context))
