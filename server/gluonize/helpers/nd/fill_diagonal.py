def fill_diagonal(input, value):
    """Write `value` onto the diagonal of `input` in place, and return it."""
    for index in range(min(input.shape)):
        input[(index,) * input.ndim] = value
    return input
