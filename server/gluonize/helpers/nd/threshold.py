import mxnet as mx


def threshold(input, threshold, value):
    """Keep values above `threshold`; the others become `value`."""
    return mx.nd.where(input > threshold, input, mx.nd.ones_like(input) * value)
