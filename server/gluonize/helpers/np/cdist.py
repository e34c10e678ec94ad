import mxnet as mx


def cdist(x1, x2, p=2.0):
    """Return the p-norm distances between the rows of two matrices, or of two batches of matrices."""
    size = mx.np.abs(mx.np.expand_dims(x1, -2) - mx.np.expand_dims(x2, -3))
    if p == float("inf"):
        return size.max(axis=-1)
    if p == 1:
        return size.sum(axis=-1)
    total = (size**p).sum(axis=-1)
    safe = mx.np.where(total == 0, mx.np.ones_like(total), total)
    return mx.np.where(total == 0, total, safe ** (1 / p))
