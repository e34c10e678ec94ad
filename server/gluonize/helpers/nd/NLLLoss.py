import mxnet as mx


class NLLLoss(mx.gluon.Block):
    """`nll_loss` as a block, by default the mean: train with `trainer.step(1)`."""

    def __init__(self, **options):
        super().__init__()
        self._options = options

    def forward(self, input, target):
        return nll_loss(input, target, **self._options)
