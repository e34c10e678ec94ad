import mxnet as mx


def matrix_power(input, n):
    """Return the n-th power of a square matrix, or of every matrix of a batch; n may be negative."""
    factor = input if n >= 0 else mx.np.linalg.inv(input)
    one = mx.np.eye(input.shape[-1], dtype=input.dtype, ctx=input.context)
    result = mx.np.broadcast_to(one, input.shape)
    for _ in range(abs(n)):
        result = mx.np.matmul(result, factor)
    return result
