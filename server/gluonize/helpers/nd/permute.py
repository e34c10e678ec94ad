def permute(array, *axes):
    """Return `array` with its axes in the order of `axes`, which may count from the end."""
    return array.transpose([axis % array.ndim for axis in axes])
