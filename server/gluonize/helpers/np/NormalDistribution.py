import math

import mxnet as mx


class NormalDistribution(Distribution):
    """Normal distributions of the means `loc` and the standard deviations `scale`."""

    def __init__(self, loc, scale):
        self.loc, self.scale = common_shape(loc, scale)
        self.shaped = self.mean = self.loc

    @property
    def variance(self):
        return self.scale**2

    def rsample(self, sample_shape=()):
        return self.loc + self.scale * standard_noise("normal", sample_shape, self.loc)

    def log_prob(self, value):
        deviation = (value - self.loc) / self.scale
        return -(deviation**2) / 2 - mx.np.log(self.scale) - math.log(2 * math.pi) / 2

    def cdf(self, value):
        return (1 + mx.npx.erf((value - self.loc) / (self.scale * math.sqrt(2)))) / 2

    def entropy(self):
        return mx.np.log(self.scale) + (1 + math.log(2 * math.pi)) / 2

    def kl_divergence(self, other):
        ratio = (self.scale / other.scale) ** 2
        return (ratio + ((self.loc - other.loc) / other.scale) ** 2 - 1 - mx.np.log(ratio)) / 2
