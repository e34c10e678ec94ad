import mxnet as mx


class TripletMarginLoss(mx.gluon.Block):
    """`triplet_margin_loss` as a block, by default the mean: train with `trainer.step(1)`."""

    def __init__(self, **options):
        super().__init__()
        self._options = options

    def forward(self, anchor, positive, negative):
        return triplet_margin_loss(anchor, positive, negative, **self._options)
