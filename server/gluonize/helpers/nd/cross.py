import mxnet as mx


def cross(input, other, dim=None):
    """Return the cross product of the vectors along `dim`, by default the first axis of size 3."""
    left, right = mx.np.broadcast_arrays(input.as_np_ndarray(), other.as_np_ndarray())
    axis = left.shape.index(3) if dim is None else dim % left.ndim
    first = mx.np.roll(left, -1, axis=axis) * mx.np.roll(right, 1, axis=axis)
    second = mx.np.roll(left, 1, axis=axis) * mx.np.roll(right, -1, axis=axis)
    return (first - second).as_nd_ndarray()
