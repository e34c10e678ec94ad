import mxnet as mx


class LayerNorm(mx.gluon.Block):
    """Layer normalisation over the last axes, as many as `normalized_shape` has; Gluon's own layer takes one axis."""

    def __init__(self, normalized_shape, eps=1e-5, elementwise_affine=True, bias=True):
        super().__init__()
        self._shape = (normalized_shape,) if isinstance(normalized_shape, int) else tuple(normalized_shape)
        self._eps = eps
        self.gamma = self.params.get("gamma", shape=self._shape, init="ones") if elementwise_affine else None
        self.beta = self.params.get("beta", shape=self._shape, init="zeros") if elementwise_affine and bias else None

    def forward(self, x):
        weight, bias = (None if p is None else p.data() for p in (self.gamma, self.beta))
        return layer_norm(x, self._shape, weight, bias, self._eps)
