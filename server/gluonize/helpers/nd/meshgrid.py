import mxnet as mx


def meshgrid(arrays, indexing="ij"):
    """Return the coordinate arrays of the grid of several vectors."""
    grids = mx.np.meshgrid(*[array.as_np_ndarray() for array in arrays], indexing=indexing)
    return tuple(grid.as_nd_ndarray() for grid in grids)
