import mxnet as mx
import numpy as np


def ctc_loss(log_probs, targets, input_lengths, target_lengths, reduction="mean", zero_infinity=False):
    """The CTC loss with class 0 as blank; the mean divides each loss by the length of its target, as in PyTorch.

    `targets` are a padded matrix, or one vector of all. Where no path fits, the loss is infinite, or 0 as told.
    """
    steps, sizes = (
        lengths.asnumpy().astype(int) if hasattr(lengths, "asnumpy") else np.array(lengths)
        for lengths in (input_lengths, target_lengths)
    )
    labels = targets.asnumpy()
    if labels.ndim == 1:
        parts = np.split(labels, np.cumsum(sizes)[:-1])
        labels = np.stack([np.pad(part, (0, max(sizes) - len(part))) for part in parts])
    like = {"dtype": log_probs.dtype, "ctx": log_probs.ctx}
    repeated = (labels[:, 1:] == labels[:, :-1]) & (np.arange(1, labels.shape[1]) < sizes[:, None])
    impossible = mx.np.array(steps < sizes + repeated.sum(axis=1), ctx=log_probs.ctx)
    # MXNet's loss is 0 where no path fits, but not always its gradient.
    log_probs = mx.np.where(impossible.reshape((1, -1, 1)), log_probs.detach(), log_probs)
    given = [mx.nd.array(numbers, **like) for numbers in (labels, steps, sizes)]
    losses = mx.nd.CTCLoss(log_probs.as_nd_ndarray(), *given, use_data_lengths=True, use_label_lengths=True)
    losses = losses.as_np_ndarray()
    if not zero_infinity:
        losses = mx.np.where(impossible, mx.np.array(np.full(losses.shape, np.inf), **like), losses)
    if reduction == "mean":
        return (losses / mx.np.array(np.maximum(sizes, 1), **like)).mean()
    return losses if reduction == "none" else losses.sum()
