import mxnet as mx


def unfold_patches(input, kernel_size, dilation=1, padding=0, stride=1):
    """The patches of a batch of images as columns: (N, C * kernel, number of patches)."""
    sizes = ((n, n) if isinstance(n, int) else tuple(n) for n in (kernel_size, stride, dilation, padding))
    kernel, stride, dilate, pad = sizes
    columns = mx.nd.im2col(input.as_nd_ndarray(), kernel=kernel, stride=stride, dilate=dilate, pad=pad)
    return columns.as_np_ndarray()
