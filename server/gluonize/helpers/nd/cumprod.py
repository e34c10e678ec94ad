import mxnet as mx


def cumprod(input, dim):
    """Return the running product along `dim`."""
    axis = dim % input.ndim
    products = []
    for step in range(input.shape[axis]):
        part = mx.nd.slice_axis(input, axis=axis, begin=step, end=step + 1)
        products.append(part if not products else products[-1] * part)
    return mx.nd.concat(*products, dim=axis)
