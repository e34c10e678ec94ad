import mxnet as mx


def pool(input, kernel_size, stride=None, padding=0, **options):
    """Pool over all axes behind batch and channel; the stride equals the window unless given."""
    dims = input.ndim - 2
    if options["pool_type"] == "max":
        input = input * 1  # MXNet's gradient of max pooling is wrong for a view: a reshaped array, a part of one
    stride = kernel_size if stride is None else stride
    kernel, stride, pad = ((n,) * dims if isinstance(n, int) else tuple(n) for n in (kernel_size, stride, padding))
    return mx.nd.Pooling(input, kernel=kernel, stride=stride, pad=pad, **options)
