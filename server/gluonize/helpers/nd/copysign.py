import math

import mxnet as mx


def copysign(input, other):
    """Return the magnitude of `input` with the sign of `other`, an array or a number."""
    if isinstance(other, mx.nd.NDArray):
        return mx.np.copysign(input.as_np_ndarray(), other.as_np_ndarray()).as_nd_ndarray()
    return abs(input) * math.copysign(1.0, other)
