import mxnet as mx


def convolution(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Convolve over as many axes as the weight (out, in / groups, ...) has beyond two; "valid" pads nothing."""
    kernel = weight.shape[2:]
    padding = 0 if padding == "valid" else padding
    stride, pad, dilate = ((n,) * len(kernel) if isinstance(n, int) else tuple(n) for n in (stride, padding, dilation))
    weights = [weight] if bias is None else [weight, bias]
    options = {"kernel": kernel, "stride": stride, "pad": pad, "dilate": dilate, "num_group": groups}
    return mx.npx.convolution(input, *weights, num_filter=weight.shape[0], no_bias=bias is None, **options)
