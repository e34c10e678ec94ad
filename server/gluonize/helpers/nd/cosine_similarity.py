import mxnet as mx


def cosine_similarity(x1, x2, dim=1, eps=1e-8):
    """The cosine of the angle between vectors along `dim`; each norm counts as `eps` at least."""
    first = mx.nd.sqrt(mx.nd.maximum((x1 * x1).sum(axis=dim), eps * eps))
    second = mx.nd.sqrt(mx.nd.maximum((x2 * x2).sum(axis=dim), eps * eps))
    return (x1 * x2).sum(axis=dim) / (first * second)
