import mxnet as mx


class MeanCrossEntropyLoss(mx.gluon.Block):
    """The mean cross entropy of logits (classes on axis 1) with class numbers, -100 left out, or probabilities."""

    def forward(self, input, target):
        log_probs = mx.npx.log_softmax(input, axis=1)
        if target.shape == input.shape:
            return -(target * log_probs).sum(axis=1).mean()
        if target.ndim != input.ndim - 1:
            raise ValueError(f"class numbers of shape {target.shape} do not fit logits of shape {input.shape}")
        kept = (target != -100).astype(input.dtype)
        return -(mx.npx.pick(log_probs, target, axis=1) * kept).sum() / kept.sum()
