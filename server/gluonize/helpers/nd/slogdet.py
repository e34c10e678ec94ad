from collections import namedtuple

import mxnet as mx


def slogdet(matrix):
    """Return the sign of the determinant and the log of its absolute value: (sign, logabsdet)."""
    return namedtuple("slogdet", ("sign", "logabsdet"))(*mx.nd.linalg.slogdet(matrix))
