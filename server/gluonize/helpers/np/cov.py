import mxnet as mx


def cov(input, correction=1):
    """Return the covariance matrix of the rows of `input`, dividing by the columns less `correction`."""
    centred = input - mx.np.mean(input, axis=-1, keepdims=True)
    return (mx.np.dot(centred, centred.T) / (input.shape[-1] - correction)).squeeze()
