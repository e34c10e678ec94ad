import mxnet as mx


def put_masked(array, mask, values):
    """Return `array` with `values`, broadcast to what `mask` of its first axes chooses, in the chosen places."""
    rest = array.shape[mask.ndim :]
    places = mx.nd.array(mask.asnumpy().reshape(-1).nonzero()[0], dtype="int64", ctx=array.context)
    if places.size == 0:
        return array
    chosen = (places.size, *rest)
    if not isinstance(values, mx.nd.NDArray):
        values = mx.nd.array(values, ctx=array.context)
    values = values.astype(array.dtype).reshape((1,) * (len(chosen) - values.ndim) + values.shape).broadcast_to(chosen)
    return mx.nd.contrib.index_copy(array.reshape((-1, *rest)), places, values).reshape(array.shape)
