import mxnet as mx
import numpy as np


def common_shape(*values):
    """Return numbers and arrays as arrays of one shape, which they broadcast to; numbers take the arrays' type."""
    arrays = [value for value in values if isinstance(value, mx.np.ndarray)]
    like = arrays[0] if arrays else mx.np.array(0, dtype="float32")
    parts = [
        value if isinstance(value, mx.np.ndarray) else mx.np.array(value, dtype=like.dtype, ctx=like.ctx)
        for value in values
    ]
    shape = np.broadcast_shapes(*(part.shape for part in parts))
    return [part if part.shape == shape else mx.np.broadcast_to(part, shape) for part in parts]
