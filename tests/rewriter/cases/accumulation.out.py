import mxnet as mx
from mxnet.gluon import nn


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


def zero_grad(owner, set_to_none=True):
    """Set the gradients of a Trainer's or a block's parameters to zero, so that backward() adds to nothing.

    With `set_to_none` they count as not reached by a backward pass, until one does.
    """
    parameters = owner._params if isinstance(owner, mx.gluon.Trainer) else owner.collect_params().values()
    for parameter in parameters:
        for array in parameter.list_data() if parameter.grad_req != "null" else []:
            array.grad[()] = 0
            array._fresh_grad = array._fresh_grad and not set_to_none


net = nn.HybridSequential()
net.add(nn.Dense(3, in_units=2, flatten=False), nn.Activation('relu'))
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
optimizer = mx.gluon.Trainer(add_gradients(net.collect_params()), 'sgd', {'learning_rate': 0.1})
zero_grad(optimizer)
for i, (x, y) in enumerate(loader):
    with mx.autograd.record():
        loss = mse_loss(net(x), y) / 4
    loss.backward()
    if i % 4 == 3:
        optimizer.step(1)
        zero_grad(optimizer)
