import mxnet as mx
import numpy as np


def rms_norm(input, normalized_shape, weight=None, eps=None):
    """Divide by the root mean square over the last axes; without `eps`, the smallest step of the dtype is added."""
    count = 1 if isinstance(normalized_shape, int) else len(normalized_shape)
    axes = tuple(range(input.ndim - count, input.ndim))
    eps = float(np.finfo(input.dtype).eps) if eps is None else eps
    result = input / mx.np.sqrt((input**2).mean(axis=axes, keepdims=True) + eps)
    return result if weight is None else result * weight.reshape((1,) * (input.ndim - count) + weight.shape)
