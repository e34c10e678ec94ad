import mxnet as mx


class Independent(Distribution):
    """A distribution whose last `reinterpreted_batch_ndims` axes make up one event."""

    def __init__(self, base_distribution, reinterpreted_batch_ndims):
        self.base_dist = base_distribution
        self.count = reinterpreted_batch_ndims

    def __getattr__(self, name):
        return getattr(self.base_dist, name)

    @property
    def batch_shape(self):
        return self.base_dist.batch_shape[: len(self.base_dist.batch_shape) - self.count]

    @property
    def event_shape(self):
        return self.base_dist.batch_shape[len(self.batch_shape) :] + self.base_dist.event_shape

    def over_event(self, values):
        return mx.np.sum(values, axis=tuple(range(-self.count, 0))) if self.count else values

    def draw(self, sample_shape):
        return self.base_dist.draw(sample_shape)

    def log_prob(self, value):
        return self.over_event(self.base_dist.log_prob(value))

    def entropy(self):
        return self.over_event(self.base_dist.entropy())

    def kl_divergence(self, other):
        return self.over_event(self.base_dist.kl_divergence(other.base_dist))
