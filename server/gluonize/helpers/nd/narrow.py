def narrow(input, axis, start, length):
    """Return the `length` elements of `input` from `start` on, along `axis`."""
    return input[(slice(None),) * (axis % input.ndim) + (slice(start, start + length),)]
