import mxnet as mx
n = 3
k = 1
a = mx.np.tril(
    mx.nd.ones((
        n,
        n), dtype='bool',
    ).astype('float32').as_np_ndarray(), k,
).as_nd_ndarray()
x = mx.nd.ones((2,))
y = mx.nd.ones((2,))
s = mx.nd.subtract(
    x,
    y,
).sum()
t = mx.nd.divide(
    x,
    y,
) * 2
u = mx.nd.square(
    x,
) + 1
v = (
    x + y * y
) + 1
