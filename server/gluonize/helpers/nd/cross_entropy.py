import mxnet as mx


def cross_entropy(input, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
    """The cross entropy of logits with the classes along axis 1; targets are class numbers or probabilities.

    The mean is weighted by the classes' weights and leaves out `ignore_index`, as in PyTorch.
    """
    axis = 0 if input.ndim == 1 else 1
    classes = input.shape[axis]
    log_probs = mx.nd.log_softmax(input, axis=axis)
    weighted = log_probs
    if weight is not None:
        weight = weight.as_in_context(input.context)
        weighted = log_probs * weight.reshape((1,) * axis + (-1,) + (1,) * (input.ndim - axis - 1))
    if target.shape == input.shape:
        target = target * (1 - label_smoothing) + label_smoothing / classes
        losses = -(target * weighted).sum(axis=axis)
        return losses if reduction == "none" else getattr(losses, reduction)()
    if target.ndim != max(1, input.ndim - 1):
        raise ValueError(f"targets of shape {target.shape} do not fit logits of shape {input.shape}")
    kept = (target != ignore_index).astype(input.dtype)
    index = target * kept.astype(target.dtype)
    losses = -(1 - label_smoothing) * mx.nd.pick(weighted, index, axis=axis)
    if label_smoothing:  # with logits of minus infinity, nothing times the sum would be nan
        losses = losses - label_smoothing / classes * weighted.sum(axis=axis)
    losses = losses * kept
    if reduction != "mean":
        return losses if reduction == "none" else losses.sum()
    return losses.sum() / (kept if weight is None else mx.nd.take(weight, index) * kept).sum()
