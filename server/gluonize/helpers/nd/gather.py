import mxnet as mx


def gather(input, axis, index):
    """Pick elements of `input` along `axis`: the result has the shape of `index`."""
    return mx.nd.gather_nd(input, coordinates(axis, index))
