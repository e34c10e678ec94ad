import mxnet as mx


def einsum(equation, *operands):
    """Return the sum of products that `equation` names; a full sum has shape (1,)."""
    arrays = [operand.as_np_ndarray() for operand in operands]
    equation = equation.replace(" ", "")
    if not set(equation) & set("->.") and all(equation.count(letter) > 1 for letter in equation if letter != ","):
        equation += "->"
    if equation.endswith("->"):
        free = next(letter for letter in "zyxwvutsrqponmlkjihgfedcba" if letter not in equation)
        one = mx.np.ones((1,), dtype=arrays[0].dtype, ctx=arrays[0].context)
        return mx.np.einsum(f"{equation[:-2]},{free}->{free}", *arrays, one).as_nd_ndarray()
    return mx.np.einsum(equation, *arrays).as_nd_ndarray()
