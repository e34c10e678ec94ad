import mxnet as mx


def fftshift(input, dim=None):
    """Return the array with the zero frequency moved to the middle along `dim` (an axis, several, or all)."""
    axes = range(input.ndim) if dim is None else (dim,) if isinstance(dim, int) else dim
    for axis in axes:
        size = input.shape[axis]
        input = mx.np.roll(input, size // 2, axis=axis)
    return input
