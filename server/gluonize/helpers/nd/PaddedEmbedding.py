import mxnet as mx


class PaddedEmbedding(mx.gluon.Block):
    """An embedding from N(0, 1) whose row `padding_idx` starts at zero and gets no gradient."""

    def __init__(self, num_embeddings, embedding_dim, padding_idx):
        super().__init__()
        self._row = row = padding_idx % num_embeddings

        class Normal(mx.init.Normal):
            def _init_weight(self, name, arr):
                super()._init_weight(name, arr)
                arr[row] = 0

        self.weight = self.params.get("weight", shape=(num_embeddings, embedding_dim), init=Normal(1))

    def forward(self, x):
        return padded_embedding(x, self.weight.data(), self._row)
