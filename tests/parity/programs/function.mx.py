import mxnet as mx


def scale(x, by=2):
    return mx.nd.relu(x) * by, x.sum()


scale(mx.nd.ones((3, 4)))
