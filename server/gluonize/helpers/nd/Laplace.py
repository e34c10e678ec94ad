import math

import mxnet as mx


class Laplace(Distribution):
    """Laplace distributions around `loc` of the widths `scale`."""

    def __init__(self, loc, scale):
        self.loc, self.scale = common_shape(loc, scale)
        self.shaped = self.mean = self.loc

    @property
    def variance(self):
        return 2 * self.scale**2

    def rsample(self, sample_shape=()):
        place = standard_noise("uniform", sample_shape, self.loc) - 0.5
        return self.loc - self.scale * mx.nd.sign(place) * mx.nd.log1p(-2 * mx.nd.abs(place))

    def log_prob(self, value):
        return -mx.nd.abs(value - self.loc) / self.scale - mx.nd.log(2 * self.scale)

    def entropy(self):
        return 1 + math.log(2) + mx.nd.log(self.scale)
