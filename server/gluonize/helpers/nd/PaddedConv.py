import mxnet as mx


class PaddedConv(mx.gluon.Block):
    """A convolution over `dims` axes that pads by itself: as much as keeps the size, or with other values than zero."""

    def __init__(
        self, in_channels, out_channels, kernel_size, dims, stride=1, padding=0, dilation=1, groups=1, bias=True,
        padding_mode="zeros",
    ):  # fmt: skip
        super().__init__()
        kernel, stride, dilation, padding = (
            (n,) * dims if isinstance(n, int) else n for n in (kernel_size, stride, dilation, padding)
        )
        self._options = {"kernel": kernel, "stride": stride, "dilate": dilation}
        self._options.update(num_filter=out_channels, num_group=groups, no_bias=not bias)
        if padding == "same":
            spans = [d * (k - 1) for d, k in zip(dilation, kernel, strict=True)]
            sides = [(n // 2, n - n // 2) for n in spans]
        else:
            sides = [(0, 0)] * dims if padding == "valid" else [(n, n) for n in padding]
        self._padding = [n for side in reversed(sides) for n in side]
        self._mode = "constant" if padding_mode == "zeros" else padding_mode
        self.weight = self.params.get("weight", shape=(out_channels, in_channels // groups, *kernel))
        self.bias = self.params.get("bias", shape=(out_channels,), init="zeros") if bias else None

    def forward(self, x):
        weights = [p.data() for p in (self.weight, self.bias) if p is not None]
        return mx.nd.Convolution(pad(x, self._padding, self._mode), *weights, **self._options)
