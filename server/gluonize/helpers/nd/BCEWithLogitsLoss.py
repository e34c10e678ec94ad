import mxnet as mx


class BCEWithLogitsLoss(mx.gluon.Block):
    """`binary_cross_entropy_with_logits` as a block, by default the mean: train with `trainer.step(1)`."""

    def __init__(self, **options):
        super().__init__()
        self._options = options

    def forward(self, input, target):
        return binary_cross_entropy_with_logits(input, target, **self._options)
