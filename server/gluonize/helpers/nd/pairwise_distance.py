import mxnet as mx


def pairwise_distance(x1, x2, p=2.0, eps=1e-6, keepdim=False):
    """The p-norm of ``x1 - x2 + eps`` along the last axis."""
    return (mx.nd.abs(x1 - x2 + eps) ** p).sum(axis=-1, keepdims=keepdim) ** (1 / p)
