import mxnet as mx


class TransformerEncoderLayer(KeywordBlock):
    """Self-attention and two linear layers, each with dropout, residual connection and layer normalisation."""

    def __init__(
        self, d_model, nhead, dim_feedforward=2048, dropout=0.1, activation="relu", layer_norm_eps=1e-5,
        batch_first=False, norm_first=False,
    ):  # fmt: skip
        super().__init__()
        self.options = (
            d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first,
        )  # fmt: skip
        self._norm_first = norm_first
        self.self_attn = MultiheadAttention(d_model, nhead, dropout, batch_first=batch_first)
        self.linear1 = mx.gluon.nn.Dense(dim_feedforward, in_units=d_model, flatten=False)
        self.linear2 = mx.gluon.nn.Dense(d_model, in_units=dim_feedforward, flatten=False)
        self.norm1 = mx.gluon.nn.LayerNorm(in_channels=d_model, epsilon=layer_norm_eps)
        self.norm2 = mx.gluon.nn.LayerNorm(in_channels=d_model, epsilon=layer_norm_eps)
        self.dropout = mx.gluon.nn.Dropout(dropout)
        self.activation = mx.gluon.nn.GELU() if activation == "gelu" else mx.gluon.nn.Activation(activation)

    def _feed_forward(self, x):
        return self.dropout(self.linear2(self.dropout(self.activation(self.linear1(x)))))

    def forward(self, src, src_mask=None, src_key_padding_mask=None, is_causal=False):
        x = self.norm1(src) if self._norm_first else src
        attended = self.self_attn(x, x, x, src_key_padding_mask, False, src_mask)[0]
        x = src + self.dropout(attended)
        if self._norm_first:
            return x + self._feed_forward(self.norm2(x))
        x = self.norm1(x)
        return self.norm2(x + self._feed_forward(x))
