import mxnet as mx


def pdist(input, p=2.0):
    """The p-norm distances of all pairs of rows, (0, 1), (0, 2), ... (1, 2), ..."""
    pairs = [(i, j) for i in range(input.shape[0]) for j in range(i + 1, input.shape[0])]
    first, second = (mx.nd.array(places, ctx=input.context, dtype="int32") for places in zip(*pairs, strict=True))
    gaps = mx.nd.abs(mx.nd.take(input, first) - mx.nd.take(input, second))
    return mx.nd.norm(gaps, ord=2, axis=1) if p == 2 else (gaps**p).sum(axis=1) ** (1 / p)
