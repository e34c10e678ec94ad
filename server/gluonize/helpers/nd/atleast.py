def atleast(input, count):
    """Return the array with at least `count` axes (1 to 3); new axes stand where PyTorch puts them."""
    if input.ndim >= count:
        return input
    if count == 3:
        return input.expand_dims(0).expand_dims(2) if input.ndim == 1 else input.expand_dims(2)
    return input.reshape((1,) * (count - input.ndim) + input.shape)
