import mxnet as mx


def corrcoef(input):
    """Return the matrix of the correlation coefficients of the rows of `input`."""
    centred = input - mx.np.mean(input, axis=-1, keepdims=True)
    scaled = centred / mx.np.sqrt(mx.np.sum(centred * centred, axis=-1, keepdims=True))
    return mx.np.dot(scaled, scaled.T).squeeze()
