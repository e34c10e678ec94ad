import mxnet as mx


def affine_grid(theta, size, align_corners=False):
    """Where, as (N, H, W, 2) with x first, the affine maps `theta` (N, 2, 3) send a grid of `size` (N, C, H, W)."""
    count, _, height, width = size
    axes = []
    for length in (height, width):
        line = 2 * mx.np.arange(length, dtype=theta.dtype, ctx=theta.context)
        axes.append(line / max(length - 1, 1) - (length > 1) if align_corners else (line + 1) / length - 1)
    y, x = mx.np.meshgrid(*axes, indexing="ij")
    points = mx.np.stack([x, y, mx.np.ones_like(x)], axis=2).reshape(-1, 3)
    return mx.np.matmul(points, theta.transpose(0, 2, 1)).reshape(count, height, width, 2)
