import mxnet as mx


def unique(input, return_inverse=False, return_counts=False):
    """Return the sorted distinct elements, and where asked for the place of each element among them and the counts."""
    values, inverse, counts = mx.np.unique(input, return_inverse=True, return_counts=True)
    found = [values]
    if return_inverse:
        found.append(inverse.reshape(input.shape))
    if return_counts:
        found.append(counts)
    return tuple(found) if len(found) > 1 else found[0]
