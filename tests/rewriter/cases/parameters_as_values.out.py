from itertools import chain

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


def initialized(block):
    """Initialise `block` as PyTorch does its linear and convolution layers (biases start at zero); gives it back.

    What has been filled before keeps its values.
    """
    start = mx.init.Xavier(factor_type="in", magnitude=1)
    for parameter in block.collect_params().values():
        if parameter._data is None:
            parameter.initialize(default_init=start)
    return block


a, b = initialized(nn.Dense(3, in_units=2, flatten=False)), initialized(nn.Dense(1, in_units=3, flatten=False))
params = list(a.collect_params().values()) + list(b.collect_params().values())
optimizer = mx.gluon.Trainer(list(params), 'sgd', {'learning_rate': 0.1})
trained = filter(lambda p: (p.grad_req != 'null'), chain(a.collect_params().values(), b.collect_params().values()))
other = mx.gluon.Trainer(list(filter(lambda p: (p.grad_req != 'null'), a.collect_params().values())), Adam(learning_rate=1e-3, wd=0))
third = mx.gluon.Trainer(list((q for q in b.collect_params().values() if (q.grad_req != 'null') == True)), Adam(learning_rate=0.001, wd=0))
freeze = True
for p in a.collect_params().values():
    p.grad_req = 'write' if not freeze else 'null'
    p.grad_req = 'write'
    print(p.data().detach().sum(), len(p.shape), -p.data(), 2 * p.data(), mx.nd.norm(p.data()), p.grad(), p.shape)
kept = [p for p in params]
weight = a.weight.data()
print(weight.sum(), weight * 2)
