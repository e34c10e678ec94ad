import mxnet as mx


class GroupNorm(mx.gluon.Block):
    """Group normalisation with one weight and bias per channel; Gluon's own layer has one per group."""

    def __init__(self, num_groups, num_channels, eps=1e-5, affine=True):
        super().__init__()
        self._groups, self._eps = num_groups, eps
        self.weight = self.params.get("weight", shape=(num_channels,), init="ones") if affine else None
        self.bias = self.params.get("bias", shape=(num_channels,), init="zeros") if affine else None

    def forward(self, x):
        weight, bias = (None if p is None else p.data() for p in (self.weight, self.bias))
        return group_norm(x, self._groups, weight, bias, self._eps)
