import mxnet as mx


def margin_ranking_loss(input1, input2, target, margin=0.0, reduction="mean"):
    """How far the first input fails to rank above the second by `margin` (below it, where `target` is -1)."""
    losses = mx.npx.relu(margin - target * (input1 - input2))
    return losses if reduction == "none" else getattr(losses, reduction)()
