import mxnet as mx


def logical_xor(input, other):
    """Return 1 where just one of both is not zero, else 0, in the type of `input` (int64 for bool); both broadcast."""
    truth = input != 0
    return mx.nd.broadcast_logical_xor(truth, (other != 0).astype(truth.dtype))
