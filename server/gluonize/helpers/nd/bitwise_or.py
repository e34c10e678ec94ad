import mxnet as mx
import numpy as np


def bitwise_or(input, other):
    """Combine the bits of two arrays of integers; of other types, which hold truth values, give 0 or 1."""
    if all(np.issubdtype(array.dtype, np.integer) for array in (input, other)):
        other = other.astype(input.dtype)
        return mx.np.bitwise_or(input.as_np_ndarray(), other.as_np_ndarray()).as_nd_ndarray()
    return logical_or(input, other)
