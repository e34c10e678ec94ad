def unflatten_axis(input, dim, sizes):
    """Split the axis `dim` to `sizes`, of which one may be -1."""
    axis = dim % input.ndim
    return input.reshape((*input.shape[:axis], *sizes, *input.shape[axis + 1 :]))
