import mxnet as mx


class Adamax(mx.optimizer.Optimizer):
    """Adamax as PyTorch computes it: epsilon joins the gradient before the maximum is taken."""

    def __init__(self, learning_rate=0.002, betas=(0.9, 0.999), epsilon=1e-8, **kwargs):
        super().__init__(learning_rate=learning_rate, **kwargs)
        self.betas, self.epsilon = betas, epsilon

    def create_state(self, index, weight):
        return weight * 0, weight * 0

    def update(self, index, weight, grad, state):
        self._update_count(index)
        (beta1, beta2), (mean, norm) = self.betas, state
        grad = grad * self.rescale_grad + weight * self._get_wd(index)
        mean[()] = mean * beta1 + grad * (1 - beta1)
        size, decayed = (grad * grad) ** 0.5 + self.epsilon, norm * beta2
        larger = decayed > size
        norm[()] = decayed * larger + size * (1 - larger)
        rate = self._get_lr(index) / (1 - beta1 ** self._index_update_count[index])
        weight[()] = weight - mean / norm * rate
