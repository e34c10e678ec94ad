import mxnet as mx


def legacy_tensor(data, dtype, ctx=None):
    """Make an array of `dtype` from values, or an uninitialised one where `data` is a size or a shape."""
    if isinstance(data, int):
        return mx.np.empty((data,), dtype=dtype, ctx=ctx)
    return mx.np.array(data, dtype=dtype, ctx=ctx)
