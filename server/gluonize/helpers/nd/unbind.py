def unbind(input, axis=0):
    """Return the slices of `input` along `axis`, which they lose."""
    before = (slice(None),) * (axis % input.ndim)
    return tuple(input[(*before, index)] for index in range(input.shape[axis]))
