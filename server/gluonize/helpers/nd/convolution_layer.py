import mxnet as mx


def convolution_layer(
    dims, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True
):  # fmt: skip
    """Gluon's convolution over `dims` axes, with the settings that PyTorch's takes."""
    kind = getattr(mx.gluon.nn, f"Conv{dims}D")
    options = {"strides": stride, "padding": padding, "dilation": dilation, "groups": groups, "use_bias": bias}
    return kind(out_channels, kernel_size, in_channels=in_channels, **options)
