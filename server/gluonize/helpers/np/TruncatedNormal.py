import math

import mxnet as mx


class TruncatedNormal(mx.init.Initializer):
    """Draws from a normal distribution what lies between `low` and `high`."""

    def __init__(self, mean=0.0, std=1.0, low=-2.0, high=2.0):
        super().__init__()
        self._mean, self._std, self._bounds = mean, std, (low, high)

    def _init_weight(self, name, arr):
        low, high = (math.erf((bound - self._mean) / self._std / math.sqrt(2)) for bound in self._bounds)
        draws = mx.nd.random.uniform(low, high, shape=arr.shape, ctx=arr.context, dtype="float64")
        values = self._mean + self._std * math.sqrt(2) * mx.nd.erfinv(draws)
        arr[:] = mx.nd.clip(values, *self._bounds).as_np_ndarray().astype(arr.dtype)
