import mxnet as mx

x = mx.nd.random.normal(shape=(3,))
print(1 / ((1 + mx.nd.erf(x * 0.5**0.5)) / 2), (mx.context.num_gpus() > 0) is True, not x.context.device_type == 'gpu', ((1 + mx.nd.erf(x * 0.5**0.5)) / 2) + 1)
