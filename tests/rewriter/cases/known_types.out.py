import torch
import mxnet as mx


def expand(input, shape):
    """Broadcast `input` to `shape`, in which -1 keeps a size; axes may be added on the left."""
    shape = tuple(shape) if isinstance(shape, (tuple, list)) else (shape,)
    old = (-1,) * (len(shape) - input.ndim) + input.shape
    return input.broadcast_to(tuple(old[axis] if size == -1 else size for axis, size in enumerate(shape)))


def narrow(input, axis, start, length):
    """Return the `length` elements of `input` from `start` on, along `axis`; both may count from the end."""
    start = start + input.shape[axis] if start < 0 else start
    return input[(slice(None),) * (axis % input.ndim) + (slice(start, start + length),)]


def replace_masked(array, mask, value):
    """Return `array` with `value`, a number or an array, where `mask` of its first axes is true."""
    mask = mask.reshape(mask.shape + (1,) * (array.ndim - mask.ndim)).astype("float32")
    if not isinstance(value, mx.nd.NDArray):
        value = mx.nd.full(array.shape, value, ctx=array.context, dtype=array.dtype)
    return mx.nd.where(mask.broadcast_to(array.shape), value.astype(array.dtype), array)


def create(device, features, dtype: str):
    """What is not known of `device` is the same for every form of a call."""
    one = mx.nd.array([1.0, 2.0], dtype=dtype, ctx=device)
    two = mx.nd.arange(0, 3, ctx=device, dtype='int64')
    return one, two, mx.np.zeros(1, dtype='int64').asnumpy().itemsize, 'float32' in ('float16', 'float32', 'float64')


def reshape(x: mx.nd.NDArray, *shape):
    return x.reshape((-1, *shape)), mx.nd.zeros((3,), ctx=x.context, dtype=x.dtype).astype(x.as_np_ndarray().dtype), torch._unknown(x)


def part(x: "torch.Tensor"):
    """A change of a view is refused, whatever has become of the view."""
    some = narrow(x, 0, 1, 2)
    some.div_(2)
    return some, x.argmax(axis=1).astype('int64'), mx.nd.max(x != 0, axis=1), mx.nd.flatten(x), mx.nd.repeat(x, repeats=2), expand(x, x.shape), torch._unknown(x)


def fill(x, values: mx.nd.NDArray):
    out = mx.nd.ones((3,))
    out = replace_masked(out, mx.nd.contrib.isnan(x), mx.np.nan)
    place = mx.nd.argsort(values, dtype='int64')
    return out, place.astype('int32'), place.to(torch.int32, layout=torch.strided)


def complex(x: mx.nd.NDArray, place: mx.nd.NDArray | None = None):
    """MXNet has no imaginary parts: a second conversion knows that as well."""
    return torch.atan2(x.imag, x.real), torch.split(x._parts[0], [1, 2]), mx.nd.exp(x)


def count(found: list[int]):
    labels = mx.nd.array(found, dtype='int64')
    return mx.nd.zeros((labels.max().asscalar() + 1,)), labels.astype('float32') / 2


def dimensions(value):
    return value.dim() if value is None else test(value)


def test(value):
    if isinstance(value, mx.nd.NDArray):
        return value.ndim
    return 0


def elements(rows):
    vectors = [mx.nd.ones((2,)), mx.nd.zeros((2,))]
    total = reduce(lambda a, b: (a + b), vectors)
    largest = max(vectors, key=lambda v: v.sum().asscalar())
    vectors.sort(key=lambda v: v.norm().asscalar())
    pairs = map(lambda x, y: x.add(y), vectors, rows)
    return total, largest, sorted(vectors, key=lambda v: v.shape[0]), pairs
