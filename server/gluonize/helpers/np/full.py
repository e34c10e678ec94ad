import mxnet as mx


def full(shape, value, ctx=None):
    """Make an array filled with `value`, of the type that PyTorch infers: bool, int64 or float32."""
    dtype = "bool" if isinstance(value, bool) else "int64" if isinstance(value, int) else "float32"
    return mx.np.full(shape, value, ctx=ctx, dtype=dtype)
