import mxnet as mx


def hardshrink(input, lambd=0.5):
    """Keep values outside of [-lambd, lambd]; the others become 0."""
    return mx.np.where(mx.np.abs(input) > lambd, input, mx.np.zeros_like(input))
