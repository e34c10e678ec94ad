import mxnet as mx


def ctc_loss(log_probs, targets, input_lengths, target_lengths, reduction="mean"):
    """The CTC loss with class 0 as blank; the mean divides each loss by the length of its target, as in PyTorch."""
    like = {"dtype": log_probs.dtype, "ctx": log_probs.context}
    steps, lengths = (mx.nd.array(n, **like) for n in (input_lengths, target_lengths))
    losses = mx.nd.CTCLoss(
        log_probs, targets.astype(log_probs.dtype), steps, lengths, use_data_lengths=True, use_label_lengths=True
    )
    if reduction == "mean":
        return (losses / mx.nd.maximum(lengths, 1)).mean()
    return losses if reduction == "none" else losses.sum()
