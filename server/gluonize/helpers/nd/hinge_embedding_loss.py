import mxnet as mx


def hinge_embedding_loss(input, target, margin=1.0, reduction="mean"):
    """The input where `target` is 1, and what it lacks to `margin` where `target` is -1."""
    zero = mx.nd.zeros_like(input)
    losses = mx.nd.where(target == 1, zero, mx.nd.relu(margin - input)) + mx.nd.where(target == -1, zero, input)
    return losses if reduction == "none" else getattr(losses, reduction)()
