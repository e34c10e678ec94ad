def size_numel(shape):
    """Return the number of elements of an array of `shape`."""
    count = 1
    for size in shape:
        count *= size
    return count
