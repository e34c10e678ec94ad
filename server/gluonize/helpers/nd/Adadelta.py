import mxnet as mx


class Adadelta(mx.optimizer.Optimizer):
    """Adadelta as PyTorch computes it, with a learning rate."""

    def __init__(self, learning_rate=1.0, rho=0.9, epsilon=1e-6, **kwargs):
        super().__init__(learning_rate=learning_rate, **kwargs)
        self.rho, self.epsilon = rho, epsilon

    def create_state(self, index, weight):
        return weight * 0, weight * 0

    def update(self, index, weight, grad, state):
        self._update_count(index)
        square, change = state
        grad = grad * self.rescale_grad + weight * self._get_wd(index)
        square[()] = square * self.rho + grad * grad * (1 - self.rho)
        delta = (change + self.epsilon) ** 0.5 / (square + self.epsilon) ** 0.5 * grad
        change[()] = change * self.rho + delta * delta * (1 - self.rho)
        weight[()] = weight - delta * self._get_lr(index)
