import mxnet as mx


def xlogy(input, other):
    """Return input * log(other), and 0 where `input` is 0."""
    zero = (input + other * 0) == 0
    safe = mx.nd.where(zero, mx.nd.ones_like(zero), other + input * 0)
    return input * mx.nd.log(safe)
