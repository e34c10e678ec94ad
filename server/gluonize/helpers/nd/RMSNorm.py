import mxnet as mx


class RMSNorm(mx.gluon.Block):
    """`rms_norm` with a learned weight."""

    def __init__(self, normalized_shape, eps=None, elementwise_affine=True):
        super().__init__()
        self._shape = (normalized_shape,) if isinstance(normalized_shape, int) else tuple(normalized_shape)
        self._eps = eps
        self.weight = self.params.get("weight", shape=self._shape, init="ones") if elementwise_affine else None

    def forward(self, x):
        return rms_norm(x, self._shape, None if self.weight is None else self.weight.data(), self._eps)
