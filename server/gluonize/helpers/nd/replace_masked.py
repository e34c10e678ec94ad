import mxnet as mx


def replace_masked(array, mask, value):
    """Return `array` with `value`, a number or an array, where `mask` of its first axes is true."""
    mask = mask.reshape(mask.shape + (1,) * (array.ndim - mask.ndim)).astype("float32")
    if not isinstance(value, mx.nd.NDArray):
        value = mx.nd.full(array.shape, value, ctx=array.context, dtype=array.dtype)
    return mx.nd.where(mask.broadcast_to(array.shape), value.astype(array.dtype), array)
