def equal(input, other):
    """Return whether two arrays have the same shape and elements, as a Python bool."""
    return input.shape == other.shape and bool((input.asnumpy() == other.asnumpy()).all())
