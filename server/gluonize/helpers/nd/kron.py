def kron(input, other):
    """Return the Kronecker product of two arrays."""
    count = max(input.ndim, other.ndim)
    left = (1,) * (count - input.ndim) + input.shape
    right = (1,) * (count - other.ndim) + other.shape
    first = input.reshape(tuple(size for pair in zip(left, (1,) * count) for size in pair))
    second = other.reshape(tuple(size for pair in zip((1,) * count, right) for size in pair))
    return (first * second).reshape(tuple(one * two for one, two in zip(left, right)))
