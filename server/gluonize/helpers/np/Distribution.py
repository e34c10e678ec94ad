import mxnet as mx


class Distribution:
    """What distributions share: a subclass has `rsample` or `draw`, `log_prob`, and the parameter `shaped`."""

    def sample(self, sample_shape=()):
        """Draw without a gradient."""
        with mx.autograd.pause(train_mode=mx.autograd.is_training()):
            return self.draw(tuple(sample_shape)).detach()

    def draw(self, sample_shape):
        return self.rsample(sample_shape)

    @property
    def stddev(self):
        return mx.np.sqrt(self.variance)

    @property
    def batch_shape(self):
        return self.shaped.shape

    event_shape = ()
