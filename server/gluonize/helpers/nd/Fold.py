import mxnet as mx


class Fold(mx.gluon.Block):
    """`fold_patches` as a layer."""

    def __init__(self, *args, **kwargs):
        super().__init__()
        self._options = (args, kwargs)

    def forward(self, input):
        args, kwargs = self._options
        return fold_patches(input, *args, **kwargs)
