import mxnet as mx


def fmod(input, other):
    """Return the remainder of the division, with the sign of `input`."""
    return mx.nd.sign(input) * (abs(input) % abs(other))
