import math

import mxnet as mx


def sinc(input):
    """Return sin(pi x) / (pi x), which is 1 at 0."""
    zero = input == 0
    angle = mx.nd.where(zero, mx.nd.ones_like(input), input) * math.pi
    return mx.nd.where(zero, mx.nd.ones_like(input), mx.nd.sin(angle) / angle)
