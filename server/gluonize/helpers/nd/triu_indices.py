import mxnet as mx
import numpy as np


def triu_indices(rows, columns, offset=0, ctx=None):
    """Return the rows and the columns of the upper triangle's elements as an int64 array of shape (2, n)."""
    return mx.nd.array(np.stack(np.triu_indices(rows, offset, columns)), dtype="int64", ctx=ctx)
