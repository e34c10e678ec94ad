import mxnet as mx


def where(condition, input, other):
    """Choose from `input` where `condition` is not zero, else from `other`; numbers and arrays broadcast."""
    return mx.np.where(condition, input, other)
