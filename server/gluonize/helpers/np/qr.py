from collections import namedtuple

import mxnet as mx


def qr(matrix):
    """Return the reduced QR decomposition (Q, R) of a matrix with at least as many rows as columns, or of a batch."""
    rows, lower = mx.nd.linalg.gelqf(mx.nd.swapaxes(matrix.as_nd_ndarray(), -1, -2))
    parts = mx.nd.swapaxes(rows, -1, -2), mx.nd.swapaxes(lower, -1, -2)
    return namedtuple("qr", ("Q", "R"))(*(part.as_np_ndarray() for part in parts))
