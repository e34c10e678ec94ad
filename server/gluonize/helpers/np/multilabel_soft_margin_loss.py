import mxnet as mx


def multilabel_soft_margin_loss(input, target, weight=None, reduction="mean"):
    """The binary cross entropy of the sigmoid of `input`, averaged over the classes on the last axis."""
    log_q = -mx.npx.relu(input) - mx.np.log1p(mx.np.exp(-mx.np.abs(input)))
    losses = -(target * (input + log_q) + (1 - target) * log_q)
    losses = (losses if weight is None else losses * weight.as_in_context(input.context)).mean(axis=-1)
    return losses if reduction == "none" else getattr(losses, reduction)()
