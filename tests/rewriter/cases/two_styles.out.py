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


model = nn.Dense(1, in_units=4, flatten=False)
model.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
optimizer = mx.gluon.Trainer(add_gradients(model.collect_params()), 'sgd', {'learning_rate': 0.05})


def first(x: mx.nd.NDArray):
    zero_grad(optimizer)
    with mx.autograd.record():
        loss = model(x).sum()
    loss.backward()  # leaves its gradients
    optimizer.step(1)


def second(x: mx.nd.NDArray):
    with mx.autograd.record():
        loss = model(x).sum()
    loss.backward()  # adds to them
    optimizer.step(1)
    zero_grad(optimizer)
