import mxnet as mx
import numpy as np


def bitwise_or(input, other):
    """Combine the bits of two arrays of integers; of other types, which hold truth values, give 0 or 1."""
    whole = [array.dtype for array in (input, other) if np.issubdtype(array.dtype, np.integer)]
    if whole:  # beside integers, truth values count as 0 and 1
        input, other = input.astype(whole[0]), other.astype(whole[0])
        return mx.np.bitwise_or(input.as_np_ndarray(), other.as_np_ndarray()).as_nd_ndarray()
    return logical_or(input, other)
