import mxnet as mx


class CosineEmbeddingLoss(mx.gluon.Block):
    """`cosine_embedding_loss` as a block, by default the mean: train with `trainer.step(1)`."""

    def __init__(self, **options):
        super().__init__()
        self._options = options

    def forward(self, input1, input2, target):
        return cosine_embedding_loss(input1, input2, target, **self._options)
