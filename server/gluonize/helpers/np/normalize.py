import mxnet as mx


def normalize(input, p=2.0, dim=1, eps=1e-12):
    """Divide by the p-norm along `dim`, which counts as `eps` at least."""
    if p == 1:
        norm = mx.np.abs(input).sum(axis=dim, keepdims=True)
    elif p == 2:
        norm = mx.np.sqrt(mx.np.square(input).sum(axis=dim, keepdims=True))
    else:
        norm = (mx.np.abs(input) ** p).sum(axis=dim, keepdims=True) ** (1 / p)
    return input / mx.np.maximum(norm, eps)
