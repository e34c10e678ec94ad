import mxnet as mx


def arange(start, end, step=1, ctx=None, dtype=None):
    """Make the numbers from `start` up to, not including, `end`; int64 if all three are ints, else float32."""
    if dtype is None:
        dtype = "int64" if all(isinstance(part, int) for part in (start, end, step)) else "float32"
    return mx.nd.arange(start, end, step, ctx=ctx, dtype=dtype)
