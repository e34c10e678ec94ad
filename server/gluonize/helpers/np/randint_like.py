import mxnet as mx


def randint_like(input, low, high):
    """Draw integers from `low` up to, not including, `high`, in the shape and type of `input`."""
    return mx.np.random.randint(low, high, input.shape, dtype="int64", ctx=input.ctx).astype(input.dtype)
