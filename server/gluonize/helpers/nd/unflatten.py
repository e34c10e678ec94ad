def unflatten(input, dim, sizes):
    """Return the array with the axis `dim` split into axes of the given sizes, one of which may be -1."""
    axis = dim % input.ndim
    sizes, known = list(sizes), 1
    for size in sizes:
        known *= size if size != -1 else 1
    if -1 in sizes:
        sizes[sizes.index(-1)] = input.shape[axis] // known
    return input.reshape((*input.shape[:axis], *sizes, *input.shape[axis + 1 :]))
