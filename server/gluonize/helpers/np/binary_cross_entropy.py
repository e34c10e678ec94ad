import mxnet as mx


def binary_cross_entropy(input, target, weight=None, reduction="mean"):
    """The binary cross entropy of probabilities; logarithms are cut at -100, as in PyTorch."""
    log_p = mx.np.maximum(mx.np.log(input), -100)
    log_q = mx.np.maximum(mx.np.log(1 - input), -100)
    losses = -(target * log_p + (1 - target) * log_q)
    losses = losses if weight is None else losses * weight.as_in_context(input.context)
    return losses if reduction == "none" else getattr(losses, reduction)()
