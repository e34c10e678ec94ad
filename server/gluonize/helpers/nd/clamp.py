import mxnet as mx


def clamp(input, min=None, max=None):
    """Return `input` between bounds that are numbers, arrays or None."""
    if min is not None:
        input = mx.nd.maximum(input, min)
    return input if max is None else mx.nd.minimum(input, max)
