import mxnet as mx


def solve(A, B):
    """Return the solution X of A @ X = B, for a vector or a matrix B, or for batches of matrices."""
    if B.ndim > 1:
        return mx.np.linalg.solve(A, B)
    return mx.np.linalg.solve(A, mx.np.expand_dims(B, 1)).reshape(-1)
