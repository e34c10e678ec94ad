import mxnet as mx


def solve(matrix, values):
    """Return the solution x of matrix @ x = values; `values` is a vector, a matrix, or a batch of matrices."""
    vector = values.ndim == 1
    right = (values.expand_dims(1) if vector else values).as_np_ndarray()
    found = mx.np.linalg.solve(matrix.as_np_ndarray(), right).as_nd_ndarray()
    return found.reshape((-1,)) if vector else found
