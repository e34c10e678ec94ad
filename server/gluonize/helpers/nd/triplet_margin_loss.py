import mxnet as mx


def triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2.0, eps=1e-6, swap=False, reduction="mean"):
    """How much nearer, by `margin`, the positive should be to the anchor than the negative, in the p-norm."""

    def distance(one, two):
        return (mx.nd.abs(one - two + eps) ** p).sum(axis=-1) ** (1 / p)

    far = distance(anchor, negative)
    far = mx.nd.minimum(far, distance(positive, negative)) if swap else far
    losses = mx.nd.relu(distance(anchor, positive) - far + margin)
    return losses if reduction == "none" else getattr(losses, reduction)()
