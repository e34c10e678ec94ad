import mxnet as mx
import numpy as np


def subsequent_mask(size, ctx=None, dtype="float32"):
    """The mask that hides from each place of a sequence what follows it: minus infinity there, else 0."""
    return mx.np.array(np.triu(np.full((size, size), -np.inf), k=1), ctx=ctx, dtype=dtype)
