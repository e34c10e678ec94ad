# target: np
import torch
import mxnet as mx

mx.npx.set_np()


def narrow(input, axis, start, length):
    """Return the `length` elements of `input` from `start` on, along `axis`; both may count from the end."""
    start = start + input.shape[axis] if start < 0 else start
    return input[(slice(None),) * (axis % input.ndim) + (slice(start, start + length),)]


def create(device, features, dtype: str):
    """What is not known of `device` is the same for every form of a call."""
    one = mx.np.array([1.0, 2.0], dtype=dtype, ctx=device)
    two = mx.np.arange(0, 3, dtype='int64', ctx=device)
    return one, two, mx.np.zeros(1, dtype='int64').asnumpy().itemsize, 'float32' in ('float16', 'float32', 'float64')


def reshape(x: mx.np.ndarray, *shape):
    return x.reshape((-1, *shape)), mx.np.zeros((3,), ctx=x.ctx, dtype=x.dtype).astype(x.dtype), torch._unknown(x)


def part(x: "torch.Tensor"):
    """A change of a view is refused, whatever has become of the view."""
    some = narrow(x, 0, 1, 2)
    some.div_(2)
    return some, x.argmax(axis=1), x.any(axis=1), mx.npx.batch_flatten(x), mx.np.repeat(x, 2), mx.np.broadcast_to(x, x.shape), torch._unknown(x)
