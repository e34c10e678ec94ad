import mxnet as mx


def cumprod(input, dim):
    """Return the running product along `dim`."""
    products = []
    for part in mx.np.moveaxis(input, dim, 0):
        products.append(part if not products else products[-1] * part)
    return mx.np.stack(products, axis=dim)
