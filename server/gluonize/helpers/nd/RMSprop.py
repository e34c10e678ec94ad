import mxnet as mx


class RMSprop(mx.optimizer.Optimizer):
    """RMSprop as PyTorch computes it: epsilon is added to the root, momentum acts on the scaled gradient."""

    def __init__(self, learning_rate=0.01, alpha=0.99, epsilon=1e-8, momentum=0, centered=False, **kwargs):
        super().__init__(learning_rate=learning_rate, **kwargs)
        self.alpha, self.epsilon, self.momentum, self.centered = alpha, epsilon, momentum, centered

    def create_state(self, index, weight):
        return weight * 0, weight * 0, weight * 0

    def update(self, index, weight, grad, state):
        self._update_count(index)
        square, mean, buffer = state
        grad = grad * self.rescale_grad + weight * self._get_wd(index)
        square[()] = square * self.alpha + grad * grad * (1 - self.alpha)
        mean[()] = mean * self.alpha + grad * (1 - self.alpha)
        spread = square - mean * mean if self.centered else square
        buffer[()] = buffer * self.momentum + grad / (spread**0.5 + self.epsilon)
        weight[()] = weight - buffer * self._get_lr(index)
