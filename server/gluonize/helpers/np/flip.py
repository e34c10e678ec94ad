import mxnet as mx


def flip(input, dims):
    """Return the array with the order of the elements reversed along `dims` (an axis or several)."""
    axes = (dims,) if isinstance(dims, int) else dims
    return mx.np.flip(input, axis=tuple(axis % input.ndim for axis in axes))
