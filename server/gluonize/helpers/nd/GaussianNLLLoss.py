import mxnet as mx


class GaussianNLLLoss(mx.gluon.Block):
    """`gaussian_nll_loss` as a block, by default the mean: train with `trainer.step(1)`."""

    def __init__(self, **options):
        super().__init__()
        self._options = options

    def forward(self, input, target, var):
        return gaussian_nll_loss(input, target, var, **self._options)
