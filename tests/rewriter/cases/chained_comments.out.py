"""Comments between the members of a chain stay where they are."""

import mxnet as mx


def expand(input, shape):
    """Broadcast `input` to `shape`, in which -1 keeps a size; axes may be added on the left."""
    shape = tuple(shape) if isinstance(shape, (tuple, list)) else (shape,)
    old = (-1,) * (len(shape) - input.ndim) + input.shape
    return input.broadcast_to(tuple(old[axis] if size == -1 else size for axis, size in enumerate(shape)))


x = mx.nd.random.normal(shape=(3, 4))
y = (
    expand(x.expand_dims(axis=0),  # a batch of one
    (2, -1, -1))  # twice
    # the last two change places
    .transpose((0, 2, 1))  # and now
)
z = (x  # all of it
     .T  # turned
     .copy())
