import math

import mxnet as mx


def poisson_nll_loss(input, target, log_input=True, full=False, eps=1e-8, reduction="mean"):
    """The negative log-likelihood of counts; `full` adds Stirling's approximation for counts above 1."""
    rate, log_rate = (mx.nd.exp(input), input) if log_input else (input, mx.nd.log(input + eps))
    losses = rate - target * log_rate
    if full:
        safe = mx.nd.maximum(target, 1)
        stirling = safe * mx.nd.log(safe) - safe + 0.5 * mx.nd.log(2 * math.pi * safe)
        losses = losses + mx.nd.where(target > 1, stirling, mx.nd.zeros_like(target))
    return losses if reduction == "none" else getattr(losses, reduction)()
