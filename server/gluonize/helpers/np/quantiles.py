import mxnet as mx


def quantiles(input, q, dim=None, keepdim=False, interpolation="linear"):
    """Return the quantiles that the array `q` names, along a new first axis."""
    return mx.np.stack([quantile(input, float(share), dim, keepdim, interpolation) for share in q.asnumpy()])
