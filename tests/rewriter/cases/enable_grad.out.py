import mxnet as mx
from mxnet.gluon import nn


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


net = nn.HybridSequential()
net.add(nn.Dense(3, in_units=3, flatten=False), nn.Dropout(0.5))
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
other = nn.Dense(1, in_units=3, flatten=False)
other.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
optimizer = mx.gluon.Trainer(add_gradients(net.collect_params()), 'sgd', {'learning_rate': 0.1})


def step(x: mx.nd.NDArray, training: bool):
    zero_grad(optimizer)
    with mx.autograd.record() if training else mx.autograd.pause():
        out = net(x)
        loss = out.sum()

    # the way back
    if training:
        loss.backward()
        optimizer.step(1)
    return """
    text""", loss


def always(x: mx.nd.NDArray):
    with mx.autograd.record():
        loss = net(x).sum()
    loss.backward()
    optimizer.step(1)
    zero_grad(optimizer)


def without_backward(x: mx.nd.NDArray, flag: bool):
    with mx.autograd.pause():
        out = net(x)
    with mx.autograd.record() if flag else mx.autograd.pause():
        return out + other(x)


def decorated(x: mx.nd.NDArray):
    with mx.autograd.record():
        return other(x)
