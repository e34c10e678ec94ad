import mxnet as mx


class MultiLabelSoftMarginLoss(mx.gluon.Block):
    """`multilabel_soft_margin_loss` as a block, by default the mean: train with `trainer.step(1)`."""

    def __init__(self, **options):
        super().__init__()
        self._options = options

    def forward(self, input, target):
        return multilabel_soft_margin_loss(input, target, **self._options)
