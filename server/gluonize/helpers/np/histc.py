import mxnet as mx


def histc(input, bins=100, min=0, max=0):
    """Return the counts of elements in `bins` equal intervals of [min, max], by default of the range of the data."""
    if min == max == 0:
        min, max = input.min().item(), input.max().item()
    if min == max:
        min, max = min - 1, max + 1
    counts, _ = mx.np.histogram(input, bins=bins, range=(float(min), float(max)))
    return counts.astype(input.dtype)
