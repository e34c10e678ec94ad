def narrow(input, axis, start, length):
    """Return the `length` elements of `input` from `start` on, along `axis`; both may count from the end."""
    start = start + input.shape[axis] if start < 0 else start
    return input[(slice(None),) * (axis % input.ndim) + (slice(start, start + length),)]
