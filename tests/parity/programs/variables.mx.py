import mxnet as mx

a = mx.nd.arange(6).reshape((2, 3))
b = (a * 2).sum(axis=1)
n = [1, 2]
