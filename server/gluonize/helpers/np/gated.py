import mxnet as mx


def gated(input, dim=-1):
    """The gated linear unit: the first half along `dim`, times the sigmoid of the second half."""
    values, gates = mx.np.split(input, 2, axis=dim)
    return values * mx.npx.sigmoid(gates)
