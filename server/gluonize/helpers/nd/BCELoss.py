import mxnet as mx


class BCELoss(mx.gluon.Block):
    """`binary_cross_entropy` as a block, by default the mean: train with `trainer.step(1)`."""

    def __init__(self, **options):
        super().__init__()
        self._options = options

    def forward(self, input, target):
        return binary_cross_entropy(input, target, **self._options)
