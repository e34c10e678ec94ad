import mxnet as mx


def vector_norm(input, p=2, dim=None, keepdim=False):
    """Return the p-norm along `dim` (an axis, several, or None for all); p may be 0, any number or an infinity."""
    size = mx.nd.abs(input)
    if p == float("inf"):
        return mx.nd.max(size, axis=dim, keepdims=keepdim)
    if p == -float("inf"):
        return mx.nd.min(size, axis=dim, keepdims=keepdim)
    if p == 0:
        return mx.nd.sum(size != 0, axis=dim, keepdims=keepdim)
    if p == 1:
        return mx.nd.sum(size, axis=dim, keepdims=keepdim)
    total = mx.nd.sum(size**p, axis=dim, keepdims=keepdim)
    return mx.nd.where(total == 0, total, mx.nd.where(total == 0, mx.nd.ones_like(total), total) ** (1 / p))
