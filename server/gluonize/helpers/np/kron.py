def kron(input, other):
    """Return the Kronecker product of two arrays."""
    count = max(input.ndim, other.ndim)
    left = (1,) * (count - input.ndim) + input.shape
    right = (1,) * (count - other.ndim) + other.shape
    first = input.reshape(tuple(part for size in left for part in (size, 1)))
    second = other.reshape(tuple(part for size in right for part in (1, size)))
    return (first * second).reshape(tuple(left[axis] * right[axis] for axis in range(count)))
