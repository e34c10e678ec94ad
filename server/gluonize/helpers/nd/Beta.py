import mxnet as mx


class Beta(Distribution):
    """Beta distributions of the two shapes `concentration1` (of 1) and `concentration0` (of 0)."""

    def __init__(self, concentration1, concentration0):
        self.concentration1, self.concentration0 = common_shape(concentration1, concentration0)
        self.shaped = self.concentration1
        self.total = self.concentration1 + self.concentration0

    @property
    def mean(self):
        return self.concentration1 / self.total

    @property
    def variance(self):
        return self.concentration1 * self.concentration0 / (self.total**2 * (self.total + 1))

    def draw(self, sample_shape):
        ones = gamma_noise(sample_shape, self.concentration1)
        return ones / (ones + gamma_noise(sample_shape, self.concentration0))

    def of_function(self):
        """The logarithm of the beta function."""
        parts = mx.nd.gammaln(self.concentration1) + mx.nd.gammaln(self.concentration0)
        return parts - mx.nd.gammaln(self.total)

    def log_prob(self, value):
        powers = (self.concentration1 - 1) * mx.nd.log(value) + (self.concentration0 - 1) * mx.nd.log1p(-value)
        return powers - self.of_function()

    def entropy(self):
        parts = [(part - 1) * digamma(part) for part in (self.concentration1, self.concentration0)]
        return self.of_function() - parts[0] - parts[1] + (self.total - 2) * digamma(self.total)
