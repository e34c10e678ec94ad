def written(array, value):
    """Write `value` into `array` and give the array back."""
    array[:] = value
    return array
