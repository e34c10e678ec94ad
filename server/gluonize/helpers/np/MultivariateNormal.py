import math

import mxnet as mx


class MultivariateNormal(Distribution):
    """A normal distribution of vectors: the mean `loc`, and a covariance matrix or its Cholesky factor."""

    def __init__(self, loc, covariance_matrix=None, scale_tril=None):
        self.scale_tril = mx.np.linalg.cholesky(covariance_matrix) if scale_tril is None else scale_tril
        if self.scale_tril.ndim != 2:
            raise ValueError("a batch of covariance matrices is not supported: make one distribution for each")
        self.loc = self.mean = loc

    @property
    def batch_shape(self):
        return self.loc.shape[:-1]

    @property
    def event_shape(self):
        return self.loc.shape[-1:]

    @property
    def covariance_matrix(self):
        return mx.np.dot(self.scale_tril, self.scale_tril.T)

    @property
    def variance(self):
        return mx.np.sum(self.scale_tril**2, axis=-1) + mx.np.zeros_like(self.loc)

    def rsample(self, sample_shape=()):
        return self.loc + mx.np.dot(standard_noise("normal", sample_shape, self.loc), self.scale_tril.T)

    def half_log_det(self):
        return mx.np.sum(mx.np.log(mx.np.diag(self.scale_tril)))

    def log_prob(self, value):
        deviation = value - self.loc
        rows = deviation.reshape((-1, deviation.shape[-1])).T
        solved = mx.nd.linalg.trsm(self.scale_tril.as_nd_ndarray(), rows.as_nd_ndarray()).as_np_ndarray()
        squares = mx.np.sum(solved**2, axis=0)
        distance = squares.reshape(deviation.shape[:-1])
        return -(distance + deviation.shape[-1] * math.log(2 * math.pi)) / 2 - self.half_log_det()

    def entropy(self):
        constant = self.loc.shape[-1] * (1 + math.log(2 * math.pi)) / 2
        return self.half_log_det() + constant + mx.np.zeros_like(mx.np.sum(self.loc, axis=-1))
