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


def add_gradients(parameters):
    """Let the gradients of gluon Parameters add up over backward() calls until they are cleared; gives them back."""
    for parameter in parameters.values() if hasattr(parameters, "values") else parameters:
        if parameter.grad_req == "write":
            parameter.grad_req = "add"
    return parameters


def zero_grad(owner, set_to_none=True):
    """Set the gradients of a Trainer's or a block's parameters to zero, so that backward() adds to nothing.

    With `set_to_none` they count as not reached by a backward pass, until one does.
    """
    parameters = owner._params if isinstance(owner, mx.gluon.Trainer) else owner.collect_params().values()
    for parameter in parameters:
        for array in parameter.list_data() if parameter.grad_req != "null" else []:
            array.grad[()] = 0
            array._fresh_grad = array._fresh_grad and not set_to_none


class Net(mx.gluon.Block):
    def __init__(self):
        super().__init__()
        self.layer = nn.Dense(1, in_units=3, flatten=False)

    def forward(self, x):
        return self.layer(x)


first = Net()
first.initialize(mx.init.Xavier(factor_type='in', magnitude=1), ctx=mx.cpu())
place = mx.nd.zeros((2, 3))


def step(x):
    with mx.autograd.record():
        y = first(x).detach()
    net = Net()
    net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
    adam = mx.gluon.Trainer(add_gradients(net.collect_params()), Adam(learning_rate=0.001, wd=0))
    zero_grad(adam)
    with mx.autograd.record():
        z = first(x)
        other = Net()
        other.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
        loss = (net(y) + other(z)).sum()
    loss.backward()
    adam.step(1)
    return net


optimizer = mx.gluon.Trainer(add_gradients(first.collect_params()), 'sgd', {'learning_rate': 0.1})
zero_grad(optimizer)
with mx.autograd.record():
    loss = first(place).sum()
loss.backward()
optimizer.step(1)
