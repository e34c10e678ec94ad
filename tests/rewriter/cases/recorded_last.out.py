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


class MSELoss(mx.gluon.Block):
    """`mse_loss` as a block, by default the mean: train with `trainer.step(1)`."""

    def __init__(self, **options):
        super().__init__()
        self._options = options

    def forward(self, input, target):
        return mse_loss(input, target, **self._options)


class TripletMarginLoss(mx.gluon.Block):
    """`triplet_margin_loss` as a block, by default the mean: train with `trainer.step(1)`."""

    def __init__(self, **options):
        super().__init__()
        self._options = options

    def forward(self, anchor, positive, negative):
        return triplet_margin_loss(anchor, positive, negative, **self._options)


def add_gradients(parameters):
    """Let the gradients of gluon Parameters add up over backward() calls until they are cleared; gives them back."""
    for parameter in parameters.values() if hasattr(parameters, "values") else parameters:
        if parameter.grad_req == "write":
            parameter.grad_req = "add"
    return parameters


def mse_loss(input, target, weight=None, reduction="mean"):
    """The squared difference, averaged (and weighted, where `weight` is given)."""
    losses = mx.nd.square(input - target)
    if weight is None:
        return losses if reduction == "none" else getattr(losses, reduction)()
    losses = losses * weight
    if reduction == "mean":
        return losses.sum() / (mx.nd.ones_like(losses) * weight).sum()
    return losses if reduction == "none" else losses.sum()


def triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2.0, eps=1e-6, swap=False, reduction="mean"):
    """How much nearer, by `margin`, the positive should be to the anchor than the negative, in the p-norm."""

    def distance(one, two):
        return (mx.nd.abs(one - two + eps) ** p).sum(axis=-1) ** (1 / p)

    far = distance(anchor, negative)
    far = mx.nd.minimum(far, distance(positive, negative)) if swap else far
    losses = mx.nd.relu(distance(anchor, positive) - far + margin)
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


class Net(mx.gluon.Block):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(2, in_units=3, flatten=False)

    def once(self, x):
        return self.fc(x)

    def forward(self, a, b):
        return self.once(a), self.once(b)


class Pairs(mx.gluon.data.Dataset):
    def __len__(self):
        return 4

    def __getitem__(self, index):
        return mx.nd.ones((3,)), mx.nd.zeros((3,))


loader = mx.gluon.data.DataLoader(Pairs(), batch_size=2)
net = Net()
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1), ctx=mx.cpu())
distance = MSELoss()
triplet = TripletMarginLoss(margin=1.0)
optimizer = mx.gluon.Trainer(add_gradients(net.collect_params()), Adam(learning_rate=0.001, wd=0))
for a, b in loader:
    zero_grad(optimizer)
    with mx.autograd.record():
        loss = distance(*net(a, b))
    loss.backward()
    optimizer.step(1)

with mx.autograd.record():
    anchor, positive = net(mx.nd.random.uniform(shape=(4, 3)), mx.nd.random.uniform(shape=(4, 3)))
    negative = net.once(mx.nd.random.uniform(shape=(4, 3)))
    last = triplet(anchor, positive, negative)
zero_grad(optimizer)
last.backward()
optimizer.step(1)
