import mxnet as mx


def transposed_convolution(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    """Transposed convolution over one or two axes; the weight is (in, out / groups, ...)."""
    kernel = weight.shape[2:]
    given = (stride, padding, output_padding, dilation)
    sizes = ((n,) * len(kernel) if isinstance(n, int) else tuple(n) for n in given)
    options = dict(zip(("stride", "pad", "adj", "dilate"), sizes, strict=True))
    weights = [weight] if bias is None else [weight, bias]
    options.update(kernel=kernel, num_filter=weight.shape[1] * groups, num_group=groups, no_bias=bias is None)
    return mx.nd.Deconvolution(input, *weights, **options)
