import mxnet as mx
import numpy as np


def mask_places(mask):
    """Return the places along its axis where `mask` is true; ValueError where there is none, or more than one axis."""
    found = np.flatnonzero(mask.asnumpy())
    if mask.ndim != 1 or not len(found):
        raise ValueError("a mask beside other indices has one axis, and chooses something: NDArrays cannot be empty")
    return mx.nd.array(found, ctx=mask.context, dtype="int64")
