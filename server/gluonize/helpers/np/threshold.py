import mxnet as mx


def threshold(input, threshold, value):
    """Keep values above `threshold`; the others become `value`."""
    return mx.np.where(input > threshold, input, mx.np.ones_like(input) * value)
