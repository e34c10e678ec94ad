import mxnet as mx


def masked_scatter(input, mask, source):
    """Return `input` with the elements of `source`, one after another, where `mask` is true."""
    mask = mask.astype("float32").broadcast_to(input.shape)
    count = mx.nd.cumsum(mask.astype("float64").reshape((-1,)), axis=0)
    picked = mx.nd.take(source.reshape((-1,)), mx.nd.maximum(count - 1, 0)).reshape(input.shape)
    return mx.nd.where(mask, picked, input)
