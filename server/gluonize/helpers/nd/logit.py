import mxnet as mx


def logit(input, eps=None):
    """Return log(x / (1 - x)); with `eps`, of the input clamped to [eps, 1 - eps]."""
    if eps is not None:
        input = mx.nd.clip(input, eps, 1 - eps)
    return mx.nd.log(input / (1 - input))
