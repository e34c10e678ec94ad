import mxnet as mx


def logaddexp(input, other):
    """Return log(exp(input) + exp(other)) without overflow."""
    return mx.nd.maximum(input, other) + mx.nd.log1p(mx.nd.exp(-abs(input - other)))
