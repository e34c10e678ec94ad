import mxnet as mx


def change(x: mx.nd.NDArray):
    x.t().add_(1)
    x.view(-1).mul_(2)
