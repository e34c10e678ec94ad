def squeeze(input, axes):
    """Drop one axis or several where their size is 1; others stay."""
    axes = axes if isinstance(axes, (tuple, list)) else (axes,)
    axes = tuple(axis % input.ndim for axis in axes if input.shape[axis] == 1)
    return input.squeeze(axis=axes) if axes else input
