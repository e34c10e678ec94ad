import mxnet as mx


class Between(mx.init.Initializer):
    """Draws evenly from `low` to `high`; mx.init.Uniform draws from -scale to scale."""

    def __init__(self, low, high):
        super().__init__()
        self._base, self._shift = mx.init.Uniform((high - low) / 2), (low + high) / 2

    def _init_weight(self, name, arr):
        self._base._init_weight(name, arr)
        arr += self._shift
