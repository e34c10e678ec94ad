def heaviside(input, values):
    """Return 0 where `input` is negative, 1 where it is positive, and `values` where it is 0."""
    return (input > 0) + (input == 0) * values
