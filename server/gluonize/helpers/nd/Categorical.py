import mxnet as mx


class Categorical(Distribution):
    """Draws of numbers of classes: along the last axis, `probs` or `logits` give their probabilities."""

    def __init__(self, probs=None, logits=None):
        if logits is None:
            self.probs = probs / mx.nd.sum(probs, axis=-1, keepdims=True)
            self.logits = mx.nd.log(mx.nd.clip(self.probs, 2.0**-23, 1 - 2.0**-23))
        else:
            self.logits = mx.nd.log_softmax(logits, axis=-1)
            self.probs = mx.nd.softmax(logits, axis=-1)

    @property
    def batch_shape(self):
        return self.probs.shape[:-1]

    def draw(self, sample_shape):
        noise = -mx.nd.log(-mx.nd.log(standard_noise("uniform", sample_shape, self.logits)))
        return mx.nd.argmax(noise + self.logits, axis=-1).astype("int64")

    def log_prob(self, value):
        shape = (*value.shape, self.logits.shape[-1])
        if self.logits.ndim == 1 and value.shape == (1,):
            shape = self.logits.shape
        logits = self.logits if self.logits.shape == shape else self.logits.broadcast_to(shape)
        return mx.nd.pick(logits, value, axis=-1)

    def entropy(self):
        return -mx.nd.sum(self.probs * self.logits, axis=-1)

    def kl_divergence(self, other):
        return mx.nd.sum(self.probs * (self.logits - other.logits), axis=-1)
