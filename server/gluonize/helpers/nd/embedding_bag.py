import mxnet as mx


def embedding_bag(input, weight, mode="mean"):
    """The mean, sum or maximum of the rows of `weight` that each row of `input` names."""
    found = mx.nd.take(weight, input, axis=0)
    if mode != "max":
        return getattr(found, mode)(axis=1)
    found = found.transpose((0, 2, 1))
    return mx.nd.pick(found, found.argmax(axis=-1), axis=-1)
