import mxnet as mx


class Categorical(Distribution):
    """Draws of numbers of classes: along the last axis, `probs` or `logits` give their probabilities."""

    def __init__(self, probs=None, logits=None):
        if logits is None:
            self.probs = probs / mx.np.sum(probs, axis=-1, keepdims=True)
            self.logits = mx.np.log(mx.np.clip(self.probs, 2.0**-23, 1 - 2.0**-23))
        else:
            self.logits = mx.npx.log_softmax(logits, axis=-1)
            self.probs = mx.npx.softmax(logits, axis=-1)

    @property
    def batch_shape(self):
        return self.probs.shape[:-1]

    def draw(self, sample_shape):
        noise = -mx.np.log(-mx.np.log(standard_noise("uniform", sample_shape, self.logits)))
        return mx.np.argmax(noise + self.logits, axis=-1).astype("int64")

    def log_prob(self, value):
        logits = mx.np.broadcast_to(self.logits, (*value.shape, self.logits.shape[-1]))
        places = mx.np.expand_dims(value, -1)
        return mx.np.squeeze(mx.npx.pick(logits, places, axis=-1, keepdims=True), -1)

    def entropy(self):
        return -mx.np.sum(self.probs * self.logits, axis=-1)

    def kl_divergence(self, other):
        return mx.np.sum(self.probs * (self.logits - other.logits), axis=-1)
