import mxnet as mx
import numpy as np


def index_put(array, indices, values, accumulate=False):
    """Write `values` at the places that the arrays `indices` name, added up where `accumulate`; gives the array."""
    places = tuple(index.asnumpy() for index in indices)
    result = array.asnumpy().copy()
    values = values.asnumpy() if isinstance(values, mx.nd.NDArray) else values
    if accumulate:
        np.add.at(result, places, values)
    else:
        result[places] = values
    array[:] = mx.np.array(result, dtype=result.dtype, ctx=array.ctx)
    return array
