import mxnet as mx


def lp_pool(input, norm_type, kernel_size, dims, stride=None):
    """The p-th root of the sum of p-th powers over each window; sums below zero give zero, as in PyTorch."""
    kernel = (kernel_size,) * dims if isinstance(kernel_size, int) else tuple(kernel_size)
    stride = kernel if stride is None else (stride,) * dims if isinstance(stride, int) else tuple(stride)
    total = mx.npx.pooling(input**norm_type, kernel=kernel, stride=stride, pool_type="sum")
    return mx.npx.relu(total) ** (1 / norm_type)
