import mxnet as mx


def nll_loss(input, target, weight=None, ignore_index=-100, reduction="mean"):
    """The negative log-likelihood of class numbers, given log-probabilities with the classes along axis 1.

    The mean is weighted by the classes' weights and leaves out `ignore_index`, as in PyTorch.
    """
    if target.ndim != max(0, input.ndim - 1):
        raise ValueError(f"class numbers of shape {target.shape} do not fit an input of shape {input.shape}")
    kept = (target != ignore_index).astype(input.dtype)
    index = target * kept.astype(target.dtype)
    weights = kept if weight is None else mx.np.take(weight.as_in_context(input.context), index) * kept
    losses = -mx.npx.pick(input, index, axis=0 if input.ndim == 1 else 1) * weights
    if reduction == "mean":
        return losses.sum() / weights.sum()
    return losses if reduction == "none" else losses.sum()
