import mxnet as mx
import numpy as np


def put_at(array, key, value):
    """Return `array` with `value`, a number or an array, at the places that `key` stands for; it is recorded."""
    keys = key if isinstance(key, tuple) else (key,)
    arrays = [part.asnumpy() if hasattr(part, "asnumpy") else part for part in keys]
    keys = tuple(part.astype(int) if getattr(part, "dtype", None) == "float32" else part for part in arrays)
    index = np.arange(array.size).reshape(array.shape)
    places = np.asarray(index[keys])
    if not places.size:
        return array
    index[keys] = array.size + np.arange(places.size).reshape(places.shape)
    if not isinstance(value, mx.nd.NDArray):
        value = mx.nd.full((1,), value, ctx=array.context, dtype=array.dtype)
    if value.size != places.size:
        lead = (1,) * (places.ndim - value.ndim)
        value = mx.nd.broadcast_to(value.reshape((*lead, *value.shape)), shape=places.shape or (1,))
    parts = mx.nd.concat(array.reshape((-1,)), value.reshape((-1,)).astype(array.dtype), dim=0)
    return mx.nd.take(parts, mx.nd.array(index, ctx=array.context, dtype="int64")).reshape(array.shape)
