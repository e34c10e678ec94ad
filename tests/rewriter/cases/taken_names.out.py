import mxnet as mx
from torch import nn


class FunctionBlock(mx.gluon.Block):
    """A layer without parameters: calls `function` on its inputs, always with the same options."""

    def __init__(self, function, **options):
        super().__init__()
        self._function, self._options = function, options

    def forward(self, *inputs):
        return self._function(*inputs, **self._options)


def mx_pad(input, pad, mode="constant", value=None):
    """Pad the last axes; `pad` holds (before, after) pairs, the last axis first; negative numbers crop.

    Modes: constant (with `value`, 0 by default), reflect, replicate and circular.
    """
    for k in range(len(pad) // 2):
        before, after = pad[2 * k : 2 * k + 2]
        axis = input.ndim - 1 - k
        size = input.shape[axis]
        if mode != "constant":
            places = range(-before, size + after)
            if mode == "reflect":
                places = [size - 1 - abs(size - 1 - abs(i)) for i in places]
            elif mode == "replicate":
                places = [min(max(i, 0), size - 1) for i in places]
            else:
                places = [i % size for i in places]
            input = mx.nd.take(input, mx.nd.array(places, ctx=input.context, dtype="int32"), axis=axis)
            continue
        parts = [input]
        for place, count in ((0, before), (2, after)):
            if count > 0:
                shape = (*input.shape[:axis], count, *input.shape[axis + 1 :])
                parts.insert(place, mx.nd.full(shape, value or 0, ctx=input.context, dtype=input.dtype))
        input = mx.nd.concat(*parts, dim=axis)
        input = mx.nd.slice_axis(input, axis=axis, begin=max(-before, 0), end=input.shape[axis] + min(after, 0))
    return input


def pool(input, kernel_size, stride=None, padding=0, **options):
    """Pool over all axes behind batch and channel; the stride equals the window unless given."""
    dims = input.ndim - 2
    if options["pool_type"] == "max":
        input = input * 1  # MXNet's gradient of max pooling is wrong for a view: a reshaped array, a part of one
    stride = kernel_size if stride is None else stride
    kernel, stride, pad = ((n,) * dims if isinstance(n, int) else tuple(n) for n in (kernel_size, stride, padding))
    return mx.nd.Pooling(input, kernel=kernel, stride=stride, pad=pad, **options)


def mx_sequential(*blocks, hybrid=True):
    """Return a Gluon container that runs `blocks` one after the other; it can be hybridized if all of them can.

    Blocks in a dictionary become attributes of the container, by their names. An empty one takes any blocks.
    """
    named = blocks[0] if blocks and isinstance(blocks[0], dict) else dict(enumerate(blocks))
    hybrid = hybrid and bool(named) and all(isinstance(block, mx.gluon.HybridBlock) for block in named.values())
    net = mx.gluon.nn.HybridSequential() if hybrid else mx.gluon.nn.Sequential()
    for name, block in named.items():
        setattr(net, name, block) if isinstance(name, str) else net.add(block)
    return net


def mx_split(input, size, axis=0):
    """Cut `input` along `axis` into parts of `size`, the last one smaller, or of the sizes in the list `size`."""
    whole = input.shape[axis]
    sizes = list(size) if isinstance(size, (list, tuple)) else [size] * -(-whole // size)
    before = (slice(None),) * (axis % input.ndim)
    parts, start = [], 0
    for length in sizes:
        parts.append(input[(*before, slice(start, min(start + length, whole)))])
        start += length
    return tuple(parts)


def mx_threshold(input, threshold, value):
    """Keep values above `threshold`; the others become `value`."""
    return mx.nd.where(input > threshold, input, mx.nd.ones_like(input) * value)


def split(text):
    return text.split(",")


def shares(x: mx.nd.NDArray):
    parts = mx_split(x, [1, 2], axis=0)
    sequential = nn.Sequential
    return parts, split("a,b")


def gate(x: mx.nd.NDArray, threshold: float):
    layer = FunctionBlock(mx_threshold, threshold=0.5, value=1)
    return layer(x) > threshold


def block(n):
    return mx_sequential(mx.gluon.nn.Dense(n, in_units=n, flatten=False), mx.gluon.nn.Activation('relu'))


def pad(text):
    return text + " "


def pooled(x: mx.nd.NDArray):
    return pool(mx_pad(x, (1, 1)), 2, pool_type='max'), pad("a")
