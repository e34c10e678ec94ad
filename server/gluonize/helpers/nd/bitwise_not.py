import mxnet as mx
import numpy as np


def bitwise_not(input):
    """Invert the bits of integers; of other types, and of integers that are all 0 or 1, negate the truth values."""
    whole = np.issubdtype(input.dtype, np.integer)
    if whole and not np.isin(input.asnumpy(), (0, 1)).all():
        return mx.np.bitwise_not(input.as_np_ndarray()).as_nd_ndarray()
    return (input == 0).astype(input.dtype)
