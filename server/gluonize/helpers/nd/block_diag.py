import mxnet as mx


def block_diag(blocks):
    """Return the matrix with the given matrices along its diagonal and zeros elsewhere."""
    width = sum(block.shape[1] for block in blocks)
    rows, before = [], 0
    for block in blocks:
        height, size = block.shape
        parts = [mx.nd.zeros((height, before), dtype=block.dtype, ctx=block.context)] if before else []
        parts.append(block)
        before += size
        if before < width:
            parts.append(mx.nd.zeros((height, width - before), dtype=block.dtype, ctx=block.context))
        rows.append(mx.nd.concat(*parts, dim=1))
    return mx.nd.concat(*rows, dim=0)
