import mxnet as mx
import math
from mxnet.gluon import nn


class LRScheduler:
    """Set a trainer's learning rate as PyTorch's schedulers do: when it is made, and at every step().

    A subclass says in `next_rate` what the rate of epoch `last_epoch` is, given the rate before it.
    """

    def __init__(self, trainer):
        self.optimizer = trainer
        self.base_lrs = [vars(trainer).setdefault("initial_rate", trainer.learning_rate)]
        self.last_epoch = -1
        self.step()

    def step(self):
        self.last_epoch += 1
        self.set_rate(self.next_rate(self.optimizer.learning_rate))

    def restart(self):
        self.last_epoch = -1
        self.set_rate(self.base_lrs[0])
        self.step()

    def set_rate(self, rate):
        self.optimizer.set_learning_rate(rate)
        self.last_rate = rate

    def get_last_lr(self):
        groups = getattr(self.optimizer, "groups", None)
        return [group["lr"] for group in groups] if groups else [self.last_rate]

    def state_dict(self):
        return {name: value for name, value in vars(self).items() if name != "optimizer"}

    def load_state_dict(self, state):
        vars(self).update(state)


class StepLR(LRScheduler):
    """Multiply the learning rate by `gamma` every `step_size` epochs."""

    def __init__(self, trainer, step_size, gamma=0.1):
        self.step_size, self.gamma = step_size, gamma
        super().__init__(trainer)

    def next_rate(self, rate):
        due = self.last_epoch > 0 and self.last_epoch % self.step_size == 0
        return rate * self.gamma if due else rate


def numel(parameter):
    """The number of elements of a gluon Parameter, also before it is initialised."""
    return math.prod(parameter.shape)


net = nn.Dense(3, in_units=2, flatten=False)
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
optimizer = mx.gluon.Trainer(net.collect_params(), 'sgd', {'learning_rate': 0.1})
scheduler = StepLR(optimizer, 2)
print(net.weight.shape[0], numel(net.weight))
