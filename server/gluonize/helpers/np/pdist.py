import mxnet as mx


def pdist(input, p=2.0):
    """The p-norm distances of all pairs of rows, (0, 1), (0, 2), ... (1, 2), ..."""
    pairs = [(i, j) for i in range(input.shape[0]) for j in range(i + 1, input.shape[0])]
    first, second = (mx.np.array(places, dtype="int32", ctx=input.context) for places in zip(*pairs, strict=True))
    gaps = mx.np.abs(mx.np.take(input, first, axis=0) - mx.np.take(input, second, axis=0))
    return (gaps**p).sum(axis=1) ** (1 / p)
