import mxnet as mx


def standard_noise(kind, sample_shape, array):
    """Draw standard "normal" or "uniform" numbers for every element of `array`, `sample_shape` times."""
    shape = (*sample_shape, *array.shape)
    return getattr(mx.np.random, kind)(size=shape, dtype=array.dtype.name, ctx=array.ctx)
