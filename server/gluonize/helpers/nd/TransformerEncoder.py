import mxnet as mx


class TransformerEncoder(KeywordBlock):
    """`num_layers` encoder layers like the given one, each with weights of its own, and a last normalisation."""

    def __init__(self, encoder_layer, num_layers, norm=None):
        super().__init__()
        self.layers = mx.gluon.nn.Sequential()
        self.layers.add(*[type(encoder_layer)(*encoder_layer.options) for _ in range(num_layers)])
        self.norm = norm

    def forward(self, src, mask=None, src_key_padding_mask=None, is_causal=None):
        for layer in self.layers:
            src = layer(src, mask, src_key_padding_mask)
        return src if self.norm is None else self.norm(src)
