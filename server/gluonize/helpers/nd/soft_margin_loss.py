import mxnet as mx


def soft_margin_loss(input, target, reduction="mean"):
    """The logistic loss ``log(1 + exp(-target * input))`` for targets 1 and -1."""
    losses = mx.nd.log1p(mx.nd.exp(-target.astype(input.dtype) * input))
    return losses if reduction == "none" else getattr(losses, reduction)()
