import mxnet as mx
import numpy as np


def common_shape(*values):
    """Return numbers and arrays as arrays of one shape, which they broadcast to; numbers take the arrays' type."""
    arrays = [value for value in values if isinstance(value, mx.nd.NDArray)]
    like = arrays[0] if arrays else mx.nd.array([0], dtype="float32")
    parts = [
        value if isinstance(value, mx.nd.NDArray) else mx.nd.array([value], dtype=like.dtype, ctx=like.context)
        for value in values
    ]
    shape = np.broadcast_shapes(*(part.shape for part in parts))
    return [part if part.shape == shape else part.broadcast_to(shape) for part in parts]
