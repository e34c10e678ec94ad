import mxnet as mx


def vector_norm(input, p=2, dim=None, keepdim=False):
    """Return the p-norm along `dim` (an axis, several, or None for all); p may be 0, any number or an infinity."""
    size = mx.np.abs(input)
    if p == float("inf"):
        return mx.np.max(size, axis=dim, keepdims=keepdim)
    if p == -float("inf"):
        return mx.np.min(size, axis=dim, keepdims=keepdim)
    if p == 0:
        return mx.np.sum(size != 0, axis=dim, keepdims=keepdim).astype(input.dtype)
    if p == 1:
        return mx.np.sum(size, axis=dim, keepdims=keepdim)
    total = mx.np.sum(size**p, axis=dim, keepdims=keepdim)
    safe = mx.np.where(total == 0, mx.np.ones_like(total), total)
    return mx.np.where(total == 0, total, safe ** (1 / p))
