import mxnet as mx


def tanhshrink(input):
    """The input less its hyperbolic tangent."""
    return input - mx.np.tanh(input)
