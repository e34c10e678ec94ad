from collections import namedtuple

import mxnet as mx


def eigh(matrix):
    """Return the eigenvalues of a symmetric matrix in ascending order, and the eigenvectors as columns."""
    vectors, values = mx.nd.linalg.syevd(matrix)
    return namedtuple("eigh", ("eigenvalues", "eigenvectors"))(values, mx.nd.swapaxes(vectors, -1, -2))
