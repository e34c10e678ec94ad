import mxnet as mx


def tril_indices(row, col, offset=0):
    """Return the places of the lower triangle of a (row, col) matrix: (2, count), int64."""
    places = [(i, j) for i in range(row) for j in range(col) if j <= i + offset]
    return mx.np.array([[i for i, _ in places], [j for _, j in places]], dtype="int64")
