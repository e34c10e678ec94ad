import mxnet as mx


def kl_div(input, target, reduction="mean", log_target=False):
    """The Kullback-Leibler divergence of log-probabilities from `target`; "batchmean" divides the sum by the batch."""
    if log_target:
        losses = mx.nd.exp(target) * (target - input)
    else:
        safe = mx.nd.where(target > 0, target, mx.nd.ones_like(target))
        losses = mx.nd.where(target > 0, target * mx.nd.log(safe), mx.nd.zeros_like(target)) - target * input
    if reduction == "batchmean":
        return losses.sum() / input.shape[0]
    return losses if reduction == "none" else getattr(losses, reduction)()
