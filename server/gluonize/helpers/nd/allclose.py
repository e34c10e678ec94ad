import mxnet as mx


def allclose(input, other, rtol=1e-5, atol=1e-8, equal_nan=False):
    """Return whether abs(input - other) <= atol + rtol * abs(other), or both are equal, for all elements."""
    close = mx.np.isclose(input.as_np_ndarray(), other.as_np_ndarray(), rtol, atol, equal_nan)
    return bool(close.asnumpy().all())
