import mxnet as mx


class Dirichlet(Distribution):
    """Dirichlet distributions: the last axis of `concentration` holds the shapes of one."""

    def __init__(self, concentration):
        self.concentration = concentration
        self.total = mx.np.sum(concentration, axis=-1)

    @property
    def batch_shape(self):
        return self.concentration.shape[:-1]

    @property
    def event_shape(self):
        return self.concentration.shape[-1:]

    @property
    def mean(self):
        return self.concentration / mx.np.sum(self.concentration, axis=-1, keepdims=True)

    @property
    def variance(self):
        total = mx.np.sum(self.concentration, axis=-1, keepdims=True)
        return self.concentration * (total - self.concentration) / (total**2 * (total + 1))

    def draw(self, sample_shape):
        parts = gamma_noise(sample_shape, self.concentration)
        return parts / mx.np.sum(parts, axis=-1, keepdims=True)

    def of_function(self):
        """The logarithm of the multivariate beta function."""
        return mx.np.sum(mx.npx.gammaln(self.concentration), axis=-1) - mx.npx.gammaln(self.total)

    def log_prob(self, value):
        return mx.np.sum((self.concentration - 1) * mx.np.log(value), axis=-1) - self.of_function()

    def entropy(self):
        size = self.concentration.shape[-1]
        parts = mx.np.sum((self.concentration - 1) * digamma(self.concentration), axis=-1)
        return self.of_function() + (self.total - size) * digamma(self.total) - parts
