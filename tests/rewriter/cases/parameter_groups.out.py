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


class GroupTrainer(mx.gluon.Trainer):
    """A Trainer of groups of gluon Parameters, dictionaries of "params" and of the rates that are a group's own."""

    def __init__(self, groups, optimizer, optimizer_params=None):
        groups = [{**group, "params": listed(group["params"])} for group in groups]
        super().__init__([parameter for group in groups for parameter in group["params"]], optimizer, optimizer_params)
        decay = self.optimizer.wd
        self.optimizer.wd = decay or 1  # the rates of parameters are factors on those of the optimizer
        self.groups = [ParameterGroup(self, group["params"]) for group in groups]
        for group, own in zip(groups, self.groups):
            own["weight_decay"] = group.get("weight_decay", decay)
            own["lr"] = group.get("lr", self.learning_rate)


class ParameterGroup:
    """Parameters of a Trainer with the rates "lr" and "weight_decay" in common, which can be read and set."""

    def __init__(self, trainer, parameters):
        self.trainer, self.parameters = trainer, parameters

    def __getitem__(self, key):
        if key == "params":
            return self.parameters
        name, rate = self.factor(key)
        return getattr(self.parameters[0], name) * rate

    def __setitem__(self, key, value):
        name, rate = self.factor(key)
        if len(self.parameters) == len(self.trainer._params):  # the rate of all is the trainer's own
            setattr(self.trainer.optimizer, "lr" if key == "lr" else "wd", value)
            return
        for parameter in self.parameters:
            setattr(parameter, name, value / rate)

    def factor(self, key):
        names = {"lr": "lr_mult", "weight_decay": "wd_mult"}
        return names[key], self.trainer.learning_rate if key == "lr" else self.trainer.optimizer.wd


def listed(parameters):
    """A list of gluon Parameters: of one, or of those that anything yields."""
    return [parameters] if hasattr(parameters, "grad_req") else list(parameters)


net = nn.HybridSequential()
net.add(nn.Dense(3, in_units=2, flatten=False), nn.Activation('relu'))
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
head = nn.Dense(1, in_units=3, flatten=False)
head.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
both = mx.gluon.Trainer([*net.collect_params().values(), *head.collect_params().values()], 'sgd', {'learning_rate': 0.1})
groups = GroupTrainer([{"params": net.collect_params().values(), "lr": 1e-4}, {"params": head.collect_params().values()}], Adam(learning_rate=1e-3, wd=0))
