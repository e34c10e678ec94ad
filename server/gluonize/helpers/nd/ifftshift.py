import mxnet as mx


def ifftshift(input, dim=None):
    """Return the array with the zero frequency moved back to the front along `dim` (an axis, several, or all)."""
    axes = range(input.ndim) if dim is None else (dim,) if isinstance(dim, int) else dim
    result = input.as_np_ndarray()
    for axis in axes:
        size = input.shape[axis]
        result = mx.np.roll(result, -(size // 2), axis=axis)
    return result.as_nd_ndarray()
