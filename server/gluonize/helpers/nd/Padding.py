import mxnet as mx


class Padding(mx.gluon.Block):
    """`pad` as a layer over the last `dims` axes; a number pads every side alike."""

    def __init__(self, padding, dims, mode="constant", value=0):
        super().__init__()
        self._padding = (padding,) * (2 * dims) if isinstance(padding, int) else padding
        self._mode, self._value = mode, value

    def forward(self, x):
        return pad(x, self._padding, self._mode, self._value)
