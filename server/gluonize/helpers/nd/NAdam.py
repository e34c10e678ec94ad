import mxnet as mx


class NAdam(mx.optimizer.Optimizer):
    """NAdam as PyTorch computes it, with its schedule of the momentum."""

    def __init__(self, learning_rate=0.002, betas=(0.9, 0.999), epsilon=1e-8, momentum_decay=0.004, **kwargs):
        super().__init__(learning_rate=learning_rate, **kwargs)
        self.betas, self.epsilon, self.momentum_decay = betas, epsilon, momentum_decay
        self.products = {}

    def create_state(self, index, weight):
        self.products[index] = 1.0
        return weight * 0, weight * 0

    def update(self, index, weight, grad, state):
        self._update_count(index)
        (beta1, beta2), (mean, square) = self.betas, state
        step, rate = self._index_update_count[index], self._get_lr(index)
        grad = grad * self.rescale_grad + weight * self._get_wd(index)
        now, after = (beta1 * (1 - 0.5 * 0.96 ** (t * self.momentum_decay)) for t in (step, step + 1))
        self.products[index] *= now
        product = self.products[index]
        mean[()] = mean * beta1 + grad * (1 - beta1)
        square[()] = square * beta2 + grad * grad * (1 - beta2)
        scale = (square / (1 - beta2**step)) ** 0.5 + self.epsilon
        weight[()] = weight - grad / scale * (rate * (1 - now) / (1 - product))
        weight[()] = weight - mean / scale * (rate * after / (1 - product * after))
