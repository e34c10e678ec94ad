import math

import mxnet as mx


def copysign(input, other):
    """Return the magnitude of `input` with the sign of `other`, an array or a number."""
    if isinstance(other, mx.np.ndarray):
        return mx.np.copysign(input, other)
    return abs(input) * math.copysign(1.0, other)
