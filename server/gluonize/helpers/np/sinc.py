import math

import mxnet as mx


def sinc(input):
    """Return sin(pi x) / (pi x), which is 1 at 0."""
    zero = input == 0
    angle = mx.np.where(zero, mx.np.ones_like(input), input) * math.pi
    return mx.np.where(zero, mx.np.ones_like(input), mx.np.sin(angle) / angle)
