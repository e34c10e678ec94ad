import random

import mxnet as mx


class SubsetRandomSampler(mx.gluon.data.Sampler):
    """Yield `indices` in random order, another at each pass."""

    def __init__(self, indices):
        self.indices = list(indices)

    def __iter__(self):
        return iter(random.sample(self.indices, len(self.indices)))

    def __len__(self):
        return len(self.indices)
