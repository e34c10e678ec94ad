import mxnet as mx


def hardswish(input):
    """The input times ``(x + 3) / 6``, cut to between 0 and 1."""
    return input * mx.nd.clip(input + 3, 0, 6) / 6
