import mxnet as mx


def gumbel_softmax(logits, tau=1.0, hard=False, dim=-1):
    """A random draw that is nearly one-hot; with `hard`, exactly one-hot forward and soft for the gradient."""
    noise = -mx.nd.log(mx.nd.random.exponential(shape=logits.shape, ctx=logits.context, dtype=logits.dtype))
    soft = mx.nd.softmax((logits + noise) / tau, axis=dim)
    if not hard:
        return soft
    one_hot = mx.nd.one_hot(mx.nd.argmax(soft, axis=dim), depth=logits.shape[dim], dtype=logits.dtype)
    return mx.nd.stop_gradient(mx.nd.moveaxis(one_hot, -1, dim) - soft) + soft
