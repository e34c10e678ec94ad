import mxnet as mx


def cartesian_prod(arrays):
    """Return the rows of all combinations of the elements of several vectors."""
    grids = mx.np.meshgrid(*[array.as_np_ndarray() for array in arrays], indexing="ij")
    return mx.np.stack([grid.reshape(-1) for grid in grids], axis=-1).as_nd_ndarray()
