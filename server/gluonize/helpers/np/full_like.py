import mxnet as mx


def full_like(input, value, dtype=None):
    """Make an array of the shape, type and device of `input`, filled with `value`."""
    return mx.np.full(input.shape, value, ctx=input.ctx, dtype=dtype or input.dtype)
