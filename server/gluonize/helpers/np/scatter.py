import mxnet as mx


def scatter(input, axis, index, source):
    """Return `input` with the elements of `source`, an array or a number, at the places of `index` along `axis`."""
    places = coordinates(axis, index).as_nd_ndarray()
    if isinstance(source, mx.np.ndarray):
        source = source[tuple(slice(size) for size in index.shape)]
    else:
        source = mx.np.full(index.shape, source, ctx=input.ctx, dtype=input.dtype)
    values = source.as_nd_ndarray()
    written = mx.nd.scatter_nd(mx.nd.ones_like(values), places, shape=input.shape)
    spread = mx.nd.scatter_nd(values, places, shape=input.shape)
    return mx.np.where(written.as_np_ndarray(), spread.as_np_ndarray(), input)
