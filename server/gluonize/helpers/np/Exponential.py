import mxnet as mx


class Exponential(Distribution):
    """Exponential distributions of the rates `rate`."""

    def __init__(self, rate):
        (self.rate,) = common_shape(rate)
        self.shaped = self.rate

    @property
    def mean(self):
        return 1 / self.rate

    @property
    def variance(self):
        return 1 / self.rate**2

    def rsample(self, sample_shape=()):
        return -mx.np.log1p(-standard_noise("uniform", sample_shape, self.rate)) / self.rate

    def log_prob(self, value):
        return mx.np.log(self.rate) - self.rate * value

    def entropy(self):
        return 1 - mx.np.log(self.rate)

    def kl_divergence(self, other):
        ratio = other.rate / self.rate
        return ratio - 1 - mx.np.log(ratio)
