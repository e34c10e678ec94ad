import mxnet as mx


def padded_embedding(input, weight, padding_idx):
    """The rows of `weight` at `input`; the row `padding_idx` gets no gradient."""
    found = mx.np.take(weight, input, axis=0)
    padding = mx.np.expand_dims(input == padding_idx % weight.shape[0], -1)
    return mx.np.where(padding, found.detach(), found)
