import mxnet as mx


def multi_margin_loss(input, target, p=1, margin=1.0, weight=None, reduction="mean"):
    """How far the right class fails to lead every other class by `margin`, averaged over the classes."""
    right = mx.nd.pick(input, target, axis=-1, keepdims=True)
    gaps = mx.nd.relu(margin - right + input) ** p
    if weight is not None:
        gaps = gaps * mx.nd.expand_dims(mx.nd.take(weight.as_in_context(input.context), target), -1)
    others = 1 - mx.nd.one_hot(target, input.shape[-1], dtype=input.dtype)
    losses = (gaps * others).sum(axis=-1) / input.shape[-1]
    return losses if reduction == "none" else getattr(losses, reduction)()
