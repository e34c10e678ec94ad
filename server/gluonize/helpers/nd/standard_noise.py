import mxnet as mx
import numpy as np


def standard_noise(kind, sample_shape, array):
    """Draw standard "normal" or "uniform" numbers for every element of `array`, `sample_shape` times."""
    shape, dtype = (*sample_shape, *array.shape), np.dtype(array.dtype).name
    return getattr(mx.nd.random, kind)(shape=shape, dtype=dtype, ctx=array.context)
