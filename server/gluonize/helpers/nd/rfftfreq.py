import mxnet as mx
import numpy as np


def rfftfreq(n, d=1.0, dtype="float32", ctx=None):
    """Return the frequencies, none negative, of a Fourier transform of length `n`; `d` is the time between samples."""
    return mx.nd.array(np.fft.rfftfreq(n, d), dtype=dtype, ctx=ctx)
