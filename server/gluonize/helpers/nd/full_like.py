import mxnet as mx


def full_like(input, value, dtype=None):
    """Make an array of the shape, type and device of `input`, filled with `value`."""
    return mx.nd.full(input.shape, value, ctx=input.context, dtype=dtype or input.dtype)
