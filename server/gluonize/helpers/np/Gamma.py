import mxnet as mx


class Gamma(Distribution):
    """Gamma distributions of the shapes `concentration` and the rates `rate`."""

    def __init__(self, concentration, rate):
        self.concentration, self.rate = common_shape(concentration, rate)
        self.shaped = self.rate

    @property
    def mean(self):
        return self.concentration / self.rate

    @property
    def variance(self):
        return self.concentration / self.rate**2

    def draw(self, sample_shape):
        return gamma_noise(sample_shape, self.concentration) / self.rate

    def log_prob(self, value):
        scaled = self.concentration * mx.np.log(self.rate) + (self.concentration - 1) * mx.np.log(value)
        return scaled - self.rate * value - mx.npx.gammaln(self.concentration)

    def entropy(self):
        constant = self.concentration - mx.np.log(self.rate) + mx.npx.gammaln(self.concentration)
        return constant + (1 - self.concentration) * digamma(self.concentration)
