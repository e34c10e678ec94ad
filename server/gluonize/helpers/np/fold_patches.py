import mxnet as mx


def fold_patches(input, output_size, kernel_size, dilation=1, padding=0, stride=1):
    """Add up columns of patches to images of `output_size`, the reverse of `unfold_patches`."""
    sizes = ((n, n) if isinstance(n, int) else tuple(n) for n in (output_size, kernel_size, stride, dilation, padding))
    size, kernel, stride, dilate, pad = sizes
    images = mx.nd.col2im(input.as_nd_ndarray(), output_size=size, kernel=kernel, stride=stride, dilate=dilate, pad=pad)
    return images.as_np_ndarray()
