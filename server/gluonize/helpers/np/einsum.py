import mxnet as mx


def einsum(equation, *operands):
    """Return the sum of products that `equation` names."""
    return mx.np.einsum(equation.replace(" ", ""), *operands)
