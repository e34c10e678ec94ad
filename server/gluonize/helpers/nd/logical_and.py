import mxnet as mx


def logical_and(input, other):
    """Return 1 where both are not zero, else 0, in the type of `input` (int64 for bool); both broadcast."""
    truth = input != 0
    return mx.nd.broadcast_logical_and(truth, (other != 0).astype(truth.dtype))
