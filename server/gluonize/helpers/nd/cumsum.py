import mxnet as mx


def cumsum(input, dim, dtype=None):
    """Return the running sum along `dim`, which may be negative."""
    return mx.nd.cumsum(input, axis=dim % max(input.ndim, 1), dtype=dtype or input.dtype)
