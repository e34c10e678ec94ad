import mxnet as mx


def padded_embedding(input, weight, padding_idx):
    """The rows of `weight` at `input`; the row `padding_idx` gets no gradient."""
    found = mx.nd.take(weight, input, axis=0)
    padding = (input == padding_idx % weight.shape[0]).expand_dims(-1).broadcast_like(found)
    return mx.nd.where(padding, mx.nd.stop_gradient(found), found)
