import mxnet as mx
x = mx.nd.ones((2, 3))
y = x + 1
print(y)
