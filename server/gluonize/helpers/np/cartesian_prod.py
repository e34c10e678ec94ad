import mxnet as mx


def cartesian_prod(arrays):
    """Return the rows of all combinations of the elements of several vectors."""
    grids = mx.np.meshgrid(*arrays, indexing="ij")
    return mx.np.stack([grid.reshape(-1) for grid in grids], axis=-1)
