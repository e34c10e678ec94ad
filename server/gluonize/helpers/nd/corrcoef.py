import mxnet as mx


def corrcoef(input):
    """Return the matrix of the correlation coefficients of the rows of `input`."""
    centred = input - mx.nd.mean(input, axis=-1, keepdims=True)
    scaled = centred / mx.nd.sqrt(mx.nd.sum(centred * centred, axis=-1, keepdims=True))
    return mx.nd.dot(scaled, scaled.T).squeeze()
