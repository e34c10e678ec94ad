import mxnet as mx


class SGD(mx.optimizer.Optimizer):
    """Gradient descent with momentum as PyTorch computes it: the learning rate stays outside of the momentum buffer."""

    def __init__(self, learning_rate=0.001, momentum=0, dampening=0, nesterov=False, maximize=False, **kwargs):
        super().__init__(learning_rate=learning_rate, **kwargs)
        self.momentum, self.dampening, self.nesterov = momentum, dampening, nesterov
        self.sign = -1 if maximize else 1

    def create_state(self, index, weight):
        return weight * 0

    def update(self, index, weight, grad, state):
        self._update_count(index)
        grad = grad * (self.rescale_grad * self.sign) + weight * self._get_wd(index)
        first = self._index_update_count[index] == self.begin_num_update + 1
        state[()] = grad if first else state * self.momentum + grad * (1 - self.dampening)
        grad = grad + state * self.momentum if self.nesterov else state
        weight[()] = weight - grad * self._get_lr(index)
