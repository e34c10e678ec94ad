import functools

import mxnet as mx


def chain_matmul(matrices):
    """Return the product of several matrices, from left to right."""
    return functools.reduce(mx.nd.dot, matrices)
