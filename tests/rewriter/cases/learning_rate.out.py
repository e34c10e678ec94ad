import mxnet as mx
from mxnet.gluon import nn


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


def param_groups(trainer):
    """The groups of a GroupTrainer's parameters; all parameters of another Trainer are one group."""
    return getattr(trainer, "groups", None) or [ParameterGroup(trainer, trainer._params)]


net = nn.HybridSequential()
net.add(nn.Dense(3, in_units=2, flatten=False), nn.Activation('relu'))
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
head = nn.Dense(1, in_units=3, flatten=False)
head.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
optimizer = mx.gluon.Trainer(list(net.collect_params().values()) + list(head.collect_params().values()), 'sgd', {'learning_rate': 0.1})
print(optimizer.learning_rate)
optimizer.set_learning_rate(optimizer.learning_rate * 0.5)
optimizer.set_learning_rate(0.1 * float(mx.nd.ones((1,)).asnumpy().item()))
for group in param_groups(optimizer):
    print(group["lr"])
