import mxnet as mx


def frac(input):
    """Return the fractional part of every element, with the sign of the element."""
    return input - mx.nd.trunc(input)
