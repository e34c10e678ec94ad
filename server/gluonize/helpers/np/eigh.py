from collections import namedtuple

import mxnet as mx


def eigh(matrix):
    """Return the eigenvalues of a symmetric matrix in ascending order, and the eigenvectors as columns."""
    vectors, values = mx.nd.linalg.syevd(matrix.as_nd_ndarray())
    parts = values.as_np_ndarray(), mx.nd.swapaxes(vectors, -1, -2).as_np_ndarray()
    return namedtuple("eigh", ("eigenvalues", "eigenvectors"))(*parts)
