import mxnet as mx


def floor_divide(input, other):
    """Return the quotient rounded down, in the type of `input` for integers; the gradient is zero."""
    return mx.nd.floor((input - input % other) / other + 0.5)
