import math

import mxnet as mx


def logaddexp2(input, other):
    """Return log2(2**input + 2**other) without overflow."""
    return mx.np.maximum(input, other) + mx.np.log1p(2 ** -abs(input - other)) / math.log(2)
