import mxnet as mx


def isclose(input, other, rtol=1e-5, atol=1e-8, equal_nan=False):
    """Return 1 where abs(input - other) <= atol + rtol * abs(other) or both are equal, else 0."""
    close = mx.nd.abs(input - other) <= atol + rtol * mx.nd.abs(other)
    found = mx.nd.maximum(close, input == other) * (mx.nd.abs(other) != float("inf"))
    found = mx.nd.maximum(found, input == other)
    return mx.nd.maximum(found, (input != input) * (other != other)) if equal_nan else found
