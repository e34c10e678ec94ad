def select(input, axis, index):
    """Return the slice of `input` at `index` along `axis`, which it loses."""
    return input[(slice(None),) * (axis % input.ndim) + (index,)]
