import mxnet as mx


def matrix_power(input, n):
    """Return the n-th power of a square matrix, or of every matrix of a batch; n may be negative."""
    factor = input if n >= 0 else mx.nd.linalg.inverse(input)
    size = input.shape[-1]
    result = mx.nd.eye(size, dtype=input.dtype, ctx=input.context).reshape((1,) * (input.ndim - 2) + (size, size))
    result = mx.nd.broadcast_like(result, input)
    for _ in range(abs(n)):
        result = mx.nd.linalg.gemm2(result, factor)
    return result
