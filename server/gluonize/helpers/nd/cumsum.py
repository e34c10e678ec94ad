import mxnet as mx
import numpy as np


def cumsum(input, dim, dtype=None):
    """Return the running sum along `dim`, which may be negative."""
    kept = "int64" if np.dtype(input.dtype) == bool else input.dtype
    return mx.nd.cumsum(input, axis=dim % max(input.ndim, 1), dtype=dtype or kept)
