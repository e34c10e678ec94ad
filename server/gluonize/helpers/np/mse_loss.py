import mxnet as mx


def mse_loss(input, target, weight=None, reduction="mean"):
    """The squared difference, averaged (and weighted, where `weight` is given)."""
    losses = mx.np.square(input - target)
    if weight is None:
        return losses if reduction == "none" else getattr(losses, reduction)()
    losses = losses * weight
    if reduction == "mean":
        return losses.sum() / (mx.np.ones_like(losses) * weight).sum()
    return losses if reduction == "none" else losses.sum()
