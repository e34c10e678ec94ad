import mxnet as mx

total = mx.nd.zeros((1,))
count = mx.nd.zeros((1,), dtype='int64')
limit = mx.nd.full((1,), 2.0)
noise = mx.nd.random.normal(shape=(1,))
drawn = mx.nd.random.randint(0, 5, shape=(1,), dtype='int64')
table = mx.nd.zeros((1, 3))
