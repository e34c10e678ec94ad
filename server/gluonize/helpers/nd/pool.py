import mxnet as mx


def pool(input, kernel_size, stride=None, padding=0, **options):
    """Pool over all axes behind batch and channel; the stride equals the window unless given."""
    dims = input.ndim - 2
    stride = kernel_size if stride is None else stride
    kernel, stride, pad = ((n,) * dims if isinstance(n, int) else tuple(n) for n in (kernel_size, stride, padding))
    return mx.nd.Pooling(input, kernel=kernel, stride=stride, pad=pad, **options)
