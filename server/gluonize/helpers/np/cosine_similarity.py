import mxnet as mx


def cosine_similarity(x1, x2, dim=1, eps=1e-8):
    """The cosine of the angle between vectors along `dim`; each norm counts as `eps` at least."""
    first = mx.np.sqrt(mx.np.clip((x1 * x1).sum(axis=dim), eps * eps, None))
    second = mx.np.sqrt(mx.np.clip((x2 * x2).sum(axis=dim), eps * eps, None))
    return (x1 * x2).sum(axis=dim) / (first * second)
