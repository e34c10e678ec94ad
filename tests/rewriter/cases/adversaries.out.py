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


class BCELoss(mx.gluon.Block):
    """`binary_cross_entropy` as a block, by default the mean: train with `trainer.step(1)`."""

    def __init__(self, **options):
        super().__init__()
        self._options = options

    def forward(self, input, target):
        return binary_cross_entropy(input, target, **self._options)


def add_gradients(parameters):
    """Let the gradients of gluon Parameters add up over backward() calls until they are cleared; gives them back."""
    for parameter in parameters.values() if hasattr(parameters, "values") else parameters:
        if parameter.grad_req == "write":
            parameter.grad_req = "add"
    return parameters


def binary_cross_entropy(input, target, weight=None, reduction="mean"):
    """The binary cross entropy of probabilities; logarithms are cut at -100, as in PyTorch."""
    log_p = mx.nd.maximum(mx.nd.log(input), -100)
    log_q = mx.nd.maximum(mx.nd.log(1 - input), -100)
    losses = -(target * log_p + (1 - target) * log_q)
    losses = losses if weight is None else losses * weight.as_in_context(input.context)
    return losses if reduction == "none" else getattr(losses, reduction)()


def zero_grad(owner, set_to_none=True):
    """Set the gradients of a Trainer's or a block's parameters to zero, so that backward() adds to nothing.

    With `set_to_none` they count as not reached by a backward pass, until one does.
    """
    parameters = owner._params if isinstance(owner, mx.gluon.Trainer) else owner.collect_params().values()
    for parameter in parameters:
        for array in parameter.list_data() if parameter.grad_req != "null" else []:
            array.grad[()] = 0
            array._fresh_grad = array._fresh_grad and not set_to_none


generator = nn.HybridSequential()
generator.add(nn.Dense(3, in_units=2, flatten=False), nn.Activation('tanh'))
generator.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
critic = nn.HybridSequential()
critic.add(nn.Dense(1, in_units=3, flatten=False), nn.Activation('sigmoid'))
critic.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
bce = BCELoss()
first = mx.gluon.Trainer(add_gradients(critic.collect_params()), Adam(learning_rate=1e-3, wd=0))
second = mx.gluon.Trainer(add_gradients(generator.collect_params()), Adam(learning_rate=1e-3, wd=0))
for real in loader:
    label = mx.nd.ones((4, 1))
    zero_grad(first)
    with mx.autograd.record():
        loss = bce(critic(real), label)
    loss.backward()
    with mx.autograd.record():
        fake = generator(mx.nd.random.normal(shape=(4, 2)))
    label[:] = 0  # not under the scope
    with mx.autograd.record():
        other = bce(critic(fake.detach()), label)
    other.backward()
    first.step(1)

    zero_grad(second)
    label[:] = 1
    with mx.autograd.record():
        bce(critic(fake), label).backward()
    second.step(1)
