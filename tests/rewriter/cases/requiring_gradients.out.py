from collections import namedtuple
import mxnet as mx
import numpy as np


def max_dim(input, dim, keepdim=False):
    """Return the largest values along `dim` and their places, as a named tuple (values, indices)."""
    indices = mx.nd.argmax(input.detach(), axis=dim, keepdims=keepdim).astype("int64")
    values = mx.nd.pick(input, indices, axis=dim, keepdims=keepdim)
    return namedtuple("max", ("values", "indices"))(values, indices)


def put_masked(array, mask, values):
    """Return `array` with `values`, broadcast to what `mask` of its first axes chooses, in the chosen places."""
    rest = array.shape[mask.ndim :]
    places = mx.nd.array(mask.asnumpy().reshape(-1).nonzero()[0], dtype="int64", ctx=array.context)
    if places.size == 0:
        return array
    chosen = (places.size, *rest)
    if not isinstance(values, mx.nd.NDArray):
        values = mx.nd.array(values, ctx=array.context)
    values = values.astype(array.dtype).reshape((1,) * (len(chosen) - values.ndim) + values.shape).broadcast_to(chosen)
    return mx.nd.contrib.index_copy(array.reshape((-1, *rest)), places, values).reshape(array.shape)


def require_grad(array):
    """Ask autograd for the gradient of `array`, which adds up over backward() calls; gives the array."""
    array.attach_grad(grad_req="add")
    return array


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


def written(array, value):
    """Write `value` into `array` and give the array back."""
    array[:] = value
    return array


a = require_grad(mx.nd.full((1,), 0.5))
w = require_grad(mx.nd.random.normal(0, 0.01, shape=(2, 1)))
z = require_grad(mx.nd.zeros_like(w))
e = require_grad(mx.nd.eye(
    3,  # three
))
with mx.autograd.record():
    loss = (w * a).sum()
loss.backward()
with mx.autograd.pause():
    w -= 0.1 * w.grad
    w.grad[:] = 0
    a.grad[:] = 0


def init(n, k):
    return mx.nd.empty((n, k), dtype='float32'), written(mx.nd.empty((n, k), ctx=w.context, dtype=w.dtype), 0)


def h(n):
    weight = mx.nd.ones((3,))
    return (written(mx.nd.empty((n, 3), ctx=weight.context, dtype=weight.dtype), 0).as_in_context(mx.gpu()), written(mx.nd.empty((3, n), ctx=weight.context, dtype=weight.dtype), 0.5))


mask = tensor([True, False])
values = mx.nd.zeros((2,))
values[:] = put_masked(values, mask, mx.nd.relu(mx.nd.ones((1,))) * 2)
values[:] = put_masked(values, mask, max_dim(mx.nd.ones((1,)), 0).values)
