from collections import namedtuple

import mxnet as mx
import numpy as np


def stable_sort(input, dim=-1, descending=False):
    """Sort along `dim`, equal elements in the order they had, and give (values, indices); NumPy finds the places."""
    axis, keys = dim % input.ndim, input.asnumpy()
    if descending:
        keys = -keys.astype("int64" if keys.dtype.kind in "bu" else keys.dtype)
    places = np.argsort(keys, axis=axis, kind="stable")
    indices = mx.np.array(places, dtype="int64", ctx=input.ctx)
    return namedtuple("sort", ("values", "indices"))(gather(input, axis, indices), indices)
