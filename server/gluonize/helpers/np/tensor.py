import mxnet as mx
import numpy as np


def tensor(data, dtype=None, ctx=None):
    """Make an array of numbers, nested lists or arrays; without `dtype`, of the type that PyTorch gives them."""
    if isinstance(data, (list, tuple)) and any(isinstance(item, mx.np.ndarray) for item in data):
        data = [item.asnumpy() if isinstance(item, mx.np.ndarray) else item for item in data]
    if isinstance(data, mx.np.ndarray):
        data = data.asnumpy()
    values = np.asarray(data)
    if dtype is None:
        plain = not isinstance(data, (np.ndarray, np.generic))
        dtype = "float32" if plain and values.dtype == "float64" else values.dtype
    return mx.np.array(values, dtype=dtype, ctx=ctx)
