import math

import mxnet as mx


def logaddexp2(input, other):
    """Return log2(2**input + 2**other) without overflow."""
    return mx.nd.maximum(input, other) + mx.nd.log1p(2 ** -abs(input - other)) / math.log(2)
