import mxnet as mx


def nanmean(input, dim=None, keepdim=False):
    """Return the mean of the elements that are not nan, along `dim` (an axis, several, or None for all)."""
    options = {"keepdims": keepdim} if dim is None else {"axis": dim, "keepdims": keepdim}
    return mx.nd.nansum(input, **options) / mx.nd.sum((input == input).astype(input.dtype), **options)
