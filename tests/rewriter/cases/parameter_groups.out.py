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


def parameter_groups(groups, lr, weight_decay=0):
    """Give the parameters of each group its own rates, as factors on those of the trainer; gives all parameters."""
    found = []
    for group in groups:
        for parameter in group["params"]:
            parameter.lr_mult = group.get("lr", lr) / lr
            if weight_decay:
                parameter.wd_mult = group.get("weight_decay", weight_decay) / weight_decay
            found.append(parameter)
    return found


net = nn.HybridSequential()
net.add(nn.Dense(3, in_units=2, flatten=False), nn.Activation('relu'))
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
head = nn.Dense(1, in_units=3, flatten=False)
head.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
both = mx.gluon.Trainer([*net.collect_params().values(), *head.collect_params().values()], 'sgd', {'learning_rate': 0.1})
groups = mx.gluon.Trainer(parameter_groups([{"params": net.collect_params().values(), "lr": 1e-4}, {"params": head.collect_params().values()}], 1e-3), Adam(learning_rate=1e-3, wd=0))
