import mxnet as mx


def solve(matrix, values):
    """Return the solution x of matrix @ x = values; `values` is a vector, a matrix, or a batch of matrices."""
    if values.ndim > 1:
        return mx.np.linalg.solve(matrix, values)
    return mx.np.linalg.solve(matrix, mx.np.expand_dims(values, 1)).reshape(-1)
