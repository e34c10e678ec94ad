import mxnet as mx


def quantiles(input, q, dim=None, keepdim=False, interpolation="linear"):
    """Return the quantiles that the array `q` names, along a new first axis."""
    join = mx.nd.concat if dim is None and not keepdim else mx.nd.stack
    parts = [quantile(input, float(share), dim, keepdim, interpolation) for share in q.asnumpy()]
    return join(*parts, **({"dim": 0} if join is mx.nd.concat else {"axis": 0}))
