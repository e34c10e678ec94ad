import mxnet as mx


def smooth_l1_loss(input, target, reduction="mean", beta=1.0):
    """The absolute difference, less half of `beta`; smaller differences than `beta` count as squares."""
    distance = mx.np.abs(input - target)
    near = mx.np.minimum(distance, beta)
    losses = distance if beta == 0 else near * (distance - 0.5 * near) / beta
    return losses if reduction == "none" else getattr(losses, reduction)()
