import mxnet as mx


def logaddexp(input, other):
    """Return log(exp(input) + exp(other)) without overflow."""
    return mx.np.maximum(input, other) + mx.np.log1p(mx.np.exp(-abs(input - other)))
