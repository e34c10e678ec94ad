import mxnet as mx


class Adagrad(mx.optimizer.Optimizer):
    """Adagrad as PyTorch computes it, with its decay of the learning rate."""

    def __init__(self, learning_rate=0.01, lr_decay=0, initial=0, epsilon=1e-10, **kwargs):
        super().__init__(learning_rate=learning_rate, **kwargs)
        self.lr_decay, self.initial, self.epsilon = lr_decay, initial, epsilon

    def create_state(self, index, weight):
        return weight * 0 + self.initial

    def update(self, index, weight, grad, state):
        self._update_count(index)
        step = self._index_update_count[index]
        grad = grad * self.rescale_grad + weight * self._get_wd(index)
        state[()] = state + grad * grad
        rate = self._get_lr(index) / (1 + (step - 1) * self.lr_decay)
        weight[()] = weight - grad / (state**0.5 + self.epsilon) * rate
