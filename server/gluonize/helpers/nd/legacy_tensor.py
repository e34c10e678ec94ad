import mxnet as mx


def legacy_tensor(data, dtype, ctx=None):
    """Make an array of `dtype` from values, or an uninitialised one where `data` is a size.

    TypeError for a tuple: PyTorch reads it as values and a torch.Size as a shape, and here both are tuples.
    """
    if isinstance(data, tuple):
        raise TypeError("say what the tuple means: mx.nd.array(data) for values, mx.nd.empty(data) for a shape")
    if isinstance(data, int):
        return mx.nd.empty((data,), dtype=dtype, ctx=ctx)
    return mx.nd.array(data, dtype=dtype, ctx=ctx)
