def lerp(input, end, weight):
    """Return the linear interpolation from `input` to `end`; `weight` is a number or an array."""
    return input + weight * (end - input)
