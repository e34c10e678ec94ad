import mxnet as mx
import numpy as np


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


x = mx.nd.arange(24.0).reshape((2, 3, 4))
k = tensor([0, 2])
a = x[0][1:, [0, 2]]
b = x[1][:, k]
c = x[:, 0, [0, 2]]  # side by side: nothing to do
d = x[0, [0, 2]]
e = x[:, 1, ..., k]
print(a.shape, b.shape, c.shape, d.shape, e.shape)
