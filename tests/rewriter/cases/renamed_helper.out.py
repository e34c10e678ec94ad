import torch
import mxnet as mx


def mx_expand(input, shape):
    """Broadcast `input` to `shape`, in which -1 keeps a size; axes may be added on the left."""
    shape = tuple(shape) if isinstance(shape, (tuple, list)) else (shape,)
    old = (-1,) * (len(shape) - input.ndim) + input.shape
    return input.broadcast_to(tuple(old[axis] if size == -1 else size for axis, size in enumerate(shape)))


class Normal:
    def __init__(self, loc: mx.nd.NDArray):
        self.loc = loc

    def expand(self, shape):
        return Normal(mx_expand(self.loc, shape))


def expand(x: mx.nd.NDArray, shape):
    return mx_expand(x, shape), torch._unknown(x)
