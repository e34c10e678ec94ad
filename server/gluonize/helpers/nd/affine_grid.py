import mxnet as mx


def affine_grid(theta, size, align_corners=False):
    """Where, as (N, H, W, 2) with x first, the affine maps `theta` (N, 2, 3) send a grid of `size` (N, C, H, W)."""
    count, _, height, width = size
    axes = []
    for length in (height, width):
        line = 2 * mx.nd.arange(length, ctx=theta.context, dtype=theta.dtype)
        axes.append(line / max(length - 1, 1) - (length > 1) if align_corners else (line + 1) / length - 1)
    y = axes[0].expand_dims(1).broadcast_to((height, width))
    x = axes[1].expand_dims(0).broadcast_to((height, width))
    points = mx.nd.stack(x, y, mx.nd.ones_like(x), axis=2).reshape((1, -1, 3))
    moved = mx.nd.batch_dot(points.broadcast_to((count, height * width, 3)), theta, transpose_b=True)
    return moved.reshape((count, height, width, 2))
