import mxnet as mx


def allclose(input, other, rtol=1e-5, atol=1e-8, equal_nan=False):
    """Return whether abs(input - other) <= atol + rtol * abs(other), or both are equal, for all elements."""
    return bool(mx.np.allclose(input, other, rtol=rtol, atol=atol, equal_nan=equal_nan))
