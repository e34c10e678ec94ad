def sum_to_size(input, shape):
    """Sum over the axes that broadcasting would have to stretch to make an array of `shape` as large as `input`."""
    shape = tuple(shape)
    added = input.ndim - len(shape)
    axes = [axis for axis in range(input.ndim) if axis < added or shape[axis - added] != input.shape[axis]]
    return input.sum(axis=tuple(axes)).reshape(shape) if axes else input
