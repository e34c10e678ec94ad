import mxnet as mx


def scatter(input, axis, index, source):
    """Return `input` with the elements of `source`, an array or a number, at the places of `index` along `axis`."""
    places = coordinates(axis, index)
    if isinstance(source, mx.nd.NDArray):
        source = source[tuple(slice(size) for size in index.shape)]
    else:
        source = mx.nd.full(index.shape, source, ctx=input.context, dtype=input.dtype)
    written = mx.nd.scatter_nd(mx.nd.ones_like(source), places, shape=input.shape)
    return mx.nd.where(written, mx.nd.scatter_nd(source, places, shape=input.shape), input)
