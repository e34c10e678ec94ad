import mxnet as mx


def linear(input, weight, bias=None):
    """Multiply the last axis by the transposed weight (out, in) and add the bias."""
    product = mx.np.matmul(input, weight.T)
    return product if bias is None else product + bias
