import mxnet as mx


def silu(input):
    """The input times its sigmoid; also called swish."""
    return input * mx.nd.sigmoid(input)
