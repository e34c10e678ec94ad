from collections import namedtuple


def thin_svd(matrix):
    """Return the reduced singular value decomposition (U, S, V), V not transposed, of a matrix or of a batch."""
    left, values, right = svd(matrix)
    return namedtuple("svd", ("U", "S", "V"))(left, values, right.swapaxes(-2, -1))
