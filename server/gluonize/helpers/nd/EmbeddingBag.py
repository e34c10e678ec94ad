import mxnet as mx


class EmbeddingBag(mx.gluon.Block):
    """`embedding_bag` with a learned weight, from N(0, 1)."""

    def __init__(self, num_embeddings, embedding_dim, mode="mean"):
        super().__init__()
        self._mode = mode
        self.weight = self.params.get("weight", shape=(num_embeddings, embedding_dim), init=mx.init.Normal(1))

    def forward(self, x):
        return embedding_bag(x, self.weight.data(), self._mode)
