import mxnet as mx
import numpy as np


def logical_and(input, other):
    """Return 1 where both are not zero, else 0, in the type of `input` (int64 for bool); both broadcast."""
    truth = input != 0
    return mx.nd.broadcast_logical_and(truth, (other != 0).astype(truth.dtype))


def logical_or(input, other):
    """Return 1 where one of both is not zero, else 0, in the type of `input` (int64 for bool); both broadcast."""
    truth = input != 0
    return mx.nd.broadcast_logical_or(truth, (other != 0).astype(truth.dtype))


def mask_places(mask):
    """Return the places along its axis where `mask` is true; ValueError where there is none, or more than one axis."""
    found = np.flatnonzero(mask.asnumpy())
    if mask.ndim != 1 or not len(found):
        raise ValueError("a mask beside other indices has one axis, and chooses something: NDArrays cannot be empty")
    return mx.nd.array(found, ctx=mask.context, dtype="int64")


def replace_masked(array, mask, value):
    """Return `array` with `value`, a number or an array, where `mask` of its first axes is true."""
    mask = mask.reshape(mask.shape + (1,) * (array.ndim - mask.ndim)).astype("float32")
    if not isinstance(value, mx.nd.NDArray):
        value = mx.nd.full(array.shape, value, ctx=array.context, dtype=array.dtype)
    return mx.nd.where(mask.broadcast_to(array.shape), value.astype(array.dtype), array)


def select_masked(array, mask):
    """Return the elements (or rows) of `array` where `mask` is true, as a copy; gradients flow back to them."""
    rows = array.reshape((-1, *array.shape[mask.ndim :]))
    return mx.nd.contrib.boolean_mask(rows, mask.reshape((-1,)).astype("float32"))


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


x = mx.nd.random.normal(shape=(3, 2))
y = mx.nd.random.normal(shape=(3, 2))
i = tensor([1, 2, 1])

x[:] = replace_masked(x, x > 0, x * 2)
x[:] = replace_masked(x, x < -1, -1.5)
x[:] = replace_masked(x, x > 1, y)
x[:] = replace_masked(x, i == 1, 0)
x[:, mask_places(x[0] > 0)] = 0
first = x[:, mask_places(x[0] > 0)]
both = logical_and((i == 1), (x[:, 0] > 0))
both[:] = logical_or(both, (x[:, 1] > 0) == 0)
same = ((x == y) != 0).min()
half = (i == 1).astype('float32') * 0.5
above = i.astype('float32') > 1.5
weighted = x[:, 0] * (i == 1)


def typed(ids: mx.nd.NDArray, keep: mx.nd.NDArray) -> mx.nd.NDArray:
    return select_masked(mx.nd.exp(ids.astype('float32')), keep) if ids.as_np_ndarray().dtype == 'int64' else ids.astype('float32') * 0.5
