from collections import namedtuple

import mxnet as mx


def svd(matrix):
    """Return the reduced singular value decomposition (U, S, Vh) of a matrix or of a batch."""
    if matrix.shape[-2] <= matrix.shape[-1]:
        parts = mx.np.linalg.svd(matrix)
    else:
        right, values, left = mx.np.linalg.svd(mx.np.swapaxes(matrix, -1, -2))
        parts = mx.np.swapaxes(left, -1, -2), values, mx.np.swapaxes(right, -1, -2)
    return namedtuple("svd", ("U", "S", "Vh"))(*parts)
