import mxnet as mx
import numpy as np


class Generator:
    """Seeds random numbers as PyTorch's generators do; MXNet has one stream per device, its samplers NumPy's."""

    def manual_seed(self, seed):
        """Seed both streams; gives the generator back."""
        mx.random.seed(seed)
        np.random.seed(seed % 2**32)
        self._seed = seed
        return self

    def initial_seed(self):
        """The last seed that was set."""
        return self._seed
