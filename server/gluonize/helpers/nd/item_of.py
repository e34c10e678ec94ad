def item_of(array, index):
    """One item of an array; a number where the array has one axis, as nd arrays always keep an axis."""
    return array[index].asscalar() if array.ndim == 1 else array[index]
