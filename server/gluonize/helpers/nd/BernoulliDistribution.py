import mxnet as mx


class BernoulliDistribution(Distribution):
    """Draws of 0 and 1: with the probabilities `probs` of 1, or the logarithms of their odds, `logits`."""

    def __init__(self, probs=None, logits=None):
        if logits is None:
            (self.probs,) = common_shape(probs)
            least = 2.0**-23
            bounded = mx.nd.clip(self.probs, least, 1 - least)
            self.logits = mx.nd.log(bounded) - mx.nd.log1p(-bounded)
        else:
            (self.logits,) = common_shape(logits)
            self.probs = 1 / (1 + mx.nd.exp(-self.logits))
        self.shaped = self.mean = self.probs

    @property
    def variance(self):
        return self.probs * (1 - self.probs)

    def draw(self, sample_shape):
        return (standard_noise("uniform", sample_shape, self.probs) < self.probs).astype(self.probs.dtype)

    def log_prob(self, value):
        return value * self.logits - self.of_both()

    def of_both(self):
        """The logarithm of 1 + exp(logits)."""
        return mx.nd.maximum(self.logits, 0) + mx.nd.log1p(mx.nd.exp(-mx.nd.abs(self.logits)))

    def entropy(self):
        return self.of_both() - self.probs * self.logits

    def kl_divergence(self, other):
        return self.probs * (self.logits - other.logits) - self.of_both() + other.of_both()
