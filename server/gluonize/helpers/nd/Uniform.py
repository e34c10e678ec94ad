import mxnet as mx


class Uniform(Distribution):
    """Uniform distributions from `low` up to, not including, `high`."""

    def __init__(self, low, high):
        self.low, self.high = common_shape(low, high)
        self.shaped = self.low

    @property
    def mean(self):
        return (self.low + self.high) / 2

    @property
    def variance(self):
        return (self.high - self.low) ** 2 / 12

    def rsample(self, sample_shape=()):
        return self.low + (self.high - self.low) * standard_noise("uniform", sample_shape, self.low)

    def log_prob(self, value):
        inside = (value >= self.low) * (value < self.high)
        return mx.nd.log(inside.astype(self.low.dtype)) - mx.nd.log(self.high - self.low)

    def entropy(self):
        return mx.nd.log(self.high - self.low)
