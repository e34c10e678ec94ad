import mxnet as mx
import numpy as np


class WeightedRandomSampler(mx.gluon.data.Sampler):
    """Yield `num_samples` numbers of items, each drawn in proportion to its weight."""

    def __init__(self, weights, num_samples, replacement=True):
        values = weights.asnumpy() if isinstance(weights, mx.nd.NDArray) else weights
        self.weights = np.asarray(values, dtype="float64")
        self.num_samples, self.replacement = num_samples, replacement

    def __iter__(self):
        shares = self.weights / self.weights.sum()
        return iter(np.random.choice(len(shares), self.num_samples, self.replacement, shares).tolist())

    def __len__(self):
        return self.num_samples
