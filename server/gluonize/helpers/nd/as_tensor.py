import mxnet as mx


def as_tensor(data, dtype=None, ctx=None):
    """Return `data` as an array: an array stays itself, cast and moved where asked; anything else is copied."""
    if not isinstance(data, mx.nd.NDArray):
        return tensor(data, dtype=dtype, ctx=ctx)
    data = data if dtype is None else data.astype(dtype)
    return data if ctx is None else data.as_in_context(ctx)
