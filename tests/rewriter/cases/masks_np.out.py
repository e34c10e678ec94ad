# target: np
import mxnet as mx
import numpy as np

mx.npx.set_np()


def tensor(data, dtype=None, ctx=None):
    """Make an array of numbers, nested lists or arrays; without `dtype`, of the type that PyTorch gives them."""
    typed = []

    def plain(item):
        if isinstance(item, (list, tuple)):
            return [plain(part) for part in item]
        if isinstance(item, mx.np.ndarray):
            item = item.asnumpy() if item is data or item.size > 1 else item.asnumpy().reshape(())
        typed.append(isinstance(item, (np.ndarray, np.generic)))
        return item

    values = np.asarray(plain(data))
    if dtype is None:
        dtype = "float32" if values.dtype == "float64" and not any(typed) else values.dtype
    return mx.np.array(values, dtype=dtype, ctx=ctx)


x = mx.np.random.normal(size=(3, 2))
y = mx.np.random.normal(size=(3, 2))
i = tensor([1, 2, 1])

x[x > 0] *= 2
x[x < -1] = -1.5
x[x > 1] = y[(x > 1).astype('bool')]
x[i == 1] = 0
x[:, x[0] > 0] = 0
first = x[:, x[0] > 0]
both = (i == 1) & (x[:, 0] > 0)
both[:] = both | (mx.np.logical_not((x[:, 1] > 0)))
same = mx.np.all(x == y)
half = (i == 1).astype('float32') * 0.5
above = i.astype('float32') > 1.5
weighted = x[:, 0] * (i == 1)


def typed(ids: mx.np.ndarray, keep: mx.np.ndarray) -> mx.np.ndarray:
    return mx.np.exp(ids.astype('float32'))[keep.astype('bool')] if ids.dtype == 'int64' else ids.astype('float32') * 0.5
