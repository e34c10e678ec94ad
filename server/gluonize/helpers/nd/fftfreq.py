import mxnet as mx
import numpy as np


def fftfreq(n, d=1.0, dtype="float32", ctx=None):
    """Return the frequencies of a discrete Fourier transform of length `n`; `d` is the time between samples."""
    return mx.nd.array(np.fft.fftfreq(n, d), dtype=dtype, ctx=ctx)
