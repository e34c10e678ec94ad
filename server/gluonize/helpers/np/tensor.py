import mxnet as mx
import numpy as np


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
