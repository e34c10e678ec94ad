import mxnet as mx


class Shifted(mx.init.Initializer):
    """Draws from another initializer and adds a constant."""

    def __init__(self, base, shift):
        super().__init__()
        self._base, self._shift = base, shift

    def _init_weight(self, name, arr):
        self._base._init_weight(name, arr)
        arr += self._shift
