import mxnet as mx


def l1_loss(input, target, weight=None, reduction="mean"):
    """The absolute difference, averaged (and weighted, where `weight` is given)."""
    losses = mx.nd.abs(input - target)
    if weight is None:
        return losses if reduction == "none" else getattr(losses, reduction)()
    losses = losses * weight
    if reduction == "mean":
        return losses.sum() / (mx.nd.ones_like(losses) * weight).sum()
    return losses if reduction == "none" else losses.sum()
