import mxnet as mx


def select_masked(array, mask):
    """Return the elements (or rows) of `array` where `mask` is true, as a copy; gradients flow back to them."""
    rows = array.reshape((-1, *array.shape[mask.ndim :]))
    return mx.nd.contrib.boolean_mask(rows, mask.reshape((-1,)).astype("float32"))
