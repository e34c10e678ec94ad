import mxnet as mx


def block_diag(blocks):
    """Return the matrix with the given matrices along its diagonal and zeros elsewhere."""
    width = sum(block.shape[1] for block in blocks)
    rows, before = [], 0
    for block in blocks:
        height, size = block.shape
        left = mx.np.zeros((height, before), dtype=block.dtype, ctx=block.context)
        before += size
        right = mx.np.zeros((height, width - before), dtype=block.dtype, ctx=block.context)
        rows.append(mx.np.concatenate([left, block, right], axis=1))
    return mx.np.concatenate(rows, axis=0)
