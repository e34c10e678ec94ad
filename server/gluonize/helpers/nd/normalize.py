import mxnet as mx


def normalize(input, p=2.0, dim=1, eps=1e-12):
    """Divide by the p-norm along `dim`, which counts as `eps` at least."""
    if p == 1:
        norm = mx.nd.abs(input).sum(axis=dim, keepdims=True)
    elif p == 2:
        norm = mx.nd.sqrt(mx.nd.square(input).sum(axis=dim, keepdims=True))
    else:
        norm = (mx.nd.abs(input) ** p).sum(axis=dim, keepdims=True) ** (1 / p)
    return input / mx.nd.maximum(norm, eps)
