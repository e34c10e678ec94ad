import mxnet as mx
from mxnet.gluon import nn


class Adam(mx.optimizer.Optimizer):
    """Adam as PyTorch computes it: epsilon is added after the bias correction, weight decay before the moments."""

    def __init__(self, learning_rate=0.001, betas=(0.9, 0.999), epsilon=1e-8, amsgrad=False, maximize=False, **kwargs):
        super().__init__(learning_rate=learning_rate, **kwargs)
        self.betas, self.epsilon, self.amsgrad = betas, epsilon, amsgrad
        self.sign = -1 if maximize else 1

    def create_state(self, index, weight):
        return weight * 0, weight * 0, weight * 0

    def update(self, index, weight, grad, state):
        self._update_count(index)
        step = self._index_update_count[index]
        self.apply(weight, grad * (self.rescale_grad * self.sign) + weight * self._get_wd(index), state, step, index)

    def apply(self, weight, grad, state, step, index):
        (beta1, beta2), (mean, square, largest) = self.betas, state
        mean[()] = mean * beta1 + grad * (1 - beta1)
        square[()] = square * beta2 + grad * grad * (1 - beta2)
        if self.amsgrad:
            larger = square > largest
            largest[()] = square * larger + largest * (1 - larger)
            square = largest
        scale = square**0.5 / (1 - beta2**step) ** 0.5 + self.epsilon
        weight[()] = weight - mean / scale * (self._get_lr(index) / (1 - beta1**step))


policy = nn.Dense(2, in_units=4, flatten=False)
policy.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
optimizer = mx.gluon.Trainer(policy.collect_params(), Adam(learning_rate=1e-2, wd=0))
saved = []


def act(state: mx.nd.NDArray):
    with mx.autograd.record():
        saved.append(policy(state).log_softmax(axis=-1)[0])


def finish():
    with mx.autograd.record():
        loss = mx.nd.stack(*saved).sum()
    loss.backward()
    optimizer.step(1)


def evaluate(state: mx.nd.NDArray):
    return policy(state).argmax(axis=-1).astype('int64')
