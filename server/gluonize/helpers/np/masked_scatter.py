import mxnet as mx


def masked_scatter(input, mask, source):
    """Return `input` with the elements of `source`, one after another, where `mask` is true."""
    mask = mx.np.broadcast_to(mask.astype("bool"), input.shape)
    count = mx.np.cumsum(mask.astype("int64").reshape(-1))
    picked = mx.np.take(source.reshape(-1), mx.np.maximum(count - 1, 0)).reshape(input.shape)
    return mx.np.where(mask, picked, input)
