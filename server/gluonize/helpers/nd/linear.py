import mxnet as mx


def linear(input, weight, bias=None):
    """Multiply the last axis by the transposed weight (out, in) and add the bias."""
    product = mx.nd.dot(input, weight, transpose_b=True)
    return product if bias is None else product + bias
