import mxnet as mx


def gumbel_softmax(logits, tau=1.0, hard=False, dim=-1):
    """A random draw that is nearly one-hot; with `hard`, exactly one-hot forward and soft for the gradient."""
    noise = -mx.np.log(mx.np.random.exponential(size=logits.shape, ctx=logits.context)).astype(logits.dtype)
    soft = mx.npx.softmax((logits + noise) / tau, axis=dim)
    if not hard:
        return soft
    one_hot = mx.npx.one_hot(mx.np.argmax(soft, axis=dim), logits.shape[dim], dtype=logits.dtype)
    return (mx.np.moveaxis(one_hot, -1, dim) - soft).detach() + soft
