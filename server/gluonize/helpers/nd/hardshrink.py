import mxnet as mx


def hardshrink(input, lambd=0.5):
    """Keep values outside of [-lambd, lambd]; the others become 0."""
    return mx.nd.where(mx.nd.abs(input) > lambd, input, mx.nd.zeros_like(input))
