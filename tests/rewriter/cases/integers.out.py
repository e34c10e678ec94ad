from collections import namedtuple
import mxnet as mx
import numpy as np


def max_dim(input, dim, keepdim=False):
    """Return the largest values along `dim` and their places, as a named tuple (values, indices)."""
    indices = mx.nd.argmax(input.detach(), axis=dim, keepdims=keepdim).astype("int64")
    values = mx.nd.pick(input, indices, axis=dim, keepdims=keepdim)
    return namedtuple("max", ("values", "indices"))(values, indices)


def replace_masked(array, mask, value):
    """Return `array` with `value`, a number or an array, where `mask` of its first axes is true."""
    mask = mask.reshape(mask.shape + (1,) * (array.ndim - mask.ndim)).astype("float32")
    if not isinstance(value, mx.nd.NDArray):
        value = mx.nd.full(array.shape, value, ctx=array.context, dtype=array.dtype)
    return mx.nd.where(mask.broadcast_to(array.shape), value.astype(array.dtype), array)


def tensor(data, dtype=None, ctx=None):
    """Make an array of numbers, nested lists or arrays; without `dtype`, of the type that PyTorch gives them."""
    typed = []

    def plain(item):
        if isinstance(item, (list, tuple)):
            return [plain(part) for part in item]
        if isinstance(item, mx.nd.NDArray):
            item = item.asnumpy() if item is data or item.size > 1 else item.asnumpy().reshape(())
        typed.append(isinstance(item, (np.ndarray, np.generic)))
        return item

    values = np.asarray(plain(data))
    if dtype is None:
        dtype = "float32" if values.dtype == "float64" and not any(typed) else values.dtype
    return mx.nd.array(values.reshape(values.shape or (1,)), dtype=dtype, ctx=ctx)


n = 4
frequency = mx.nd.exp(mx.nd.arange(0, n, step=2, dtype='int64').astype('float32') * (-0.5))
share = mx.nd.arange(n, dtype='int64').astype('float32') / n
steps = mx.nd.arange(n, dtype='int64').expand_dims(axis=1) * 2
phase = mx.nd.sin(mx.nd.arange(n, dtype='int64').astype('float32')) + mx.nd.arange(n, dtype='int64').astype('float32').cos()
waves = mx.nd.arange(n, dtype='int64')
waves = waves[None].astype('float32').exp() + mx.nd.divide(waves.astype('float32'), 2) + mx.nd.power(2.0, waves.astype('float32')) + mx.nd.power(waves, 2)
shifted = (mx.nd.arange(n, dtype='int64').astype('float32') + 0.5) + (mx.nd.arange(n, dtype='int64') + 1)
correct = (mx.nd.random.uniform(shape=(2, 3)).argmax(axis=1).astype('int64') == mx.nd.zeros((2,)).astype('int64')).sum().astype('float32') / 2
mean = mx.nd.arange(n, dtype='int64').reshape((2, 2)).sum(axis=1).astype('float32') / 2
joined = mx.nd.concat(*[mx.nd.arange(n, dtype='int64'), mx.nd.arange(2, dtype='int64')], dim=0).astype('float32') / 2
places = max_dim(mx.nd.random.uniform(shape=(2, 3)), 1)[1].astype('float32') / 2
doubles = mx.nd.arange(n, dtype='int64').astype('float64') / 2
rates = mx.nd.random.uniform(shape=(2,))
angles = mx.nd.arange(2, dtype='int64').astype(rates.dtype) * rates
half = tensor([1, 2, 3]).astype('float32') / 2
best = mx.nd.random.uniform(shape=(2, 3)).argmax(axis=1).astype('int64').astype('float32') / 2
x = mx.nd.zeros((3, 4))
x[:, 1] = 3
x[0] = x[0] * 2
x[:] = x + 1
x[:] = replace_masked(x, x > 1, 0)
print(isinstance(x, mx.nd.NDArray))


def f(value: mx.nd.NDArray) -> mx.nd.NDArray:
    return value
