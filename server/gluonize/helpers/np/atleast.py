def atleast(input, count):
    """Return the array with at least `count` axes (1 to 3); new axes stand where PyTorch puts them."""
    if input.ndim >= count:
        return input
    if count < 3 or input.ndim == 0:
        return input.reshape((1,) * (count - input.ndim) + input.shape)
    return input.reshape((1,) * (2 - input.ndim) + input.shape + (1,))
