import mxnet as mx


def randint_like(input, low, high):
    """Draw integers from `low` up to, not including, `high`, in the shape and type of `input`."""
    drawn = mx.nd.random.randint(low, high, shape=input.shape, dtype="int64", ctx=input.context)
    return drawn.astype(input.dtype)
