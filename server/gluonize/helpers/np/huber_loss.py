import mxnet as mx


def huber_loss(input, target, weight=None, reduction="mean", delta=1.0):
    """Half the square of differences up to `delta`, linear beyond; multiplied by `weight`, then averaged."""
    distance = mx.np.abs(input - target)
    near = mx.np.minimum(distance, delta)
    losses = near * (distance - 0.5 * near)
    losses = losses if weight is None else losses * weight
    return losses if reduction == "none" else getattr(losses, reduction)()
