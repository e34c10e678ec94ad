import math

import mxnet as mx


def gaussian_nll_loss(input, target, var, full=False, eps=1e-6, reduction="mean"):
    """The negative log-likelihood of a normal distribution; variances are `eps` at least."""
    with mx.autograd.pause():
        shift = mx.np.maximum(var, eps) - var
    var = var + shift
    losses = 0.5 * (mx.np.log(var) + mx.np.square(input - target) / var)
    losses = losses + 0.5 * math.log(2 * math.pi) if full else losses
    return losses if reduction == "none" else getattr(losses, reduction)()
