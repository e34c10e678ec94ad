import mxnet as mx


def isclose(input, other, rtol=1e-5, atol=1e-8, equal_nan=False):
    """Return whether abs(input - other) <= atol + rtol * abs(other), or both are equal, for every element."""
    close = (mx.np.abs(input - other) <= atol + rtol * mx.np.abs(other)) * mx.np.isfinite(other)
    found = close + (input == other)
    return found + (input != input) * (other != other) if equal_nan else found
