import mxnet as mx


class RAdam(mx.optimizer.Optimizer):
    """RAdam as PyTorch computes it: the variance is rectified once its estimate can be trusted."""

    def __init__(self, learning_rate=0.001, betas=(0.9, 0.999), epsilon=1e-8, **kwargs):
        super().__init__(learning_rate=learning_rate, **kwargs)
        self.betas, self.epsilon = betas, epsilon

    def create_state(self, index, weight):
        return weight * 0, weight * 0

    def update(self, index, weight, grad, state):
        self._update_count(index)
        (beta1, beta2), (mean, square) = self.betas, state
        step = self._index_update_count[index]
        grad = grad * self.rescale_grad + weight * self._get_wd(index)
        mean[()] = mean * beta1 + grad * (1 - beta1)
        square[()] = square * beta2 + grad * grad * (1 - beta2)
        limit = 2 / (1 - beta2) - 1
        length = limit - 2 * step * beta2**step / (1 - beta2**step)
        change = mean / (1 - beta1**step)
        if length > 5:
            ratio = (length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length)
            change = change * (ratio * (1 - beta2**step)) ** 0.5 / (square**0.5 + self.epsilon)
        weight[()] = weight - change * self._get_lr(index)
