import mxnet as mx


def binary_cross_entropy_with_logits(input, target, weight=None, reduction="mean", pos_weight=None):
    """The binary cross entropy of the sigmoid of `input`, computed without overflow."""
    log_q = -mx.nd.relu(input) - mx.nd.log1p(mx.nd.exp(-mx.nd.abs(input)))
    log_p = input + log_q
    positive = target
    if pos_weight is not None:
        positive = target * pos_weight.as_in_context(input.context).astype(input.dtype)
    losses = -(positive * log_p + (1 - target) * log_q)
    losses = losses if weight is None else losses * weight.as_in_context(input.context)
    return losses if reduction == "none" else getattr(losses, reduction)()
