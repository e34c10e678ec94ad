import torch
from mxnet.gluon import nn
import mxnet as mx


class GradScaler:
    """PyTorch's loss scaler, switched off: gradients in float32 do not vanish, so that nothing has to be scaled."""

    def scale(self, outputs):
        return outputs

    def unscale_(self, trainer):
        pass

    def step(self, trainer):
        trainer.step(1, ignore_stale_grad=True)

    def update(self, new_scale=None):
        pass

    def get_scale(self):
        return 1.0

    def is_enabled(self):
        return False

    def state_dict(self):
        return {}

    def load_state_dict(self, state):
        pass


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


net = nn.Dense(2, in_units=3, flatten=False)
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
optimizer = mx.gluon.Trainer(add_gradients(net.collect_params()), 'sgd', {'learning_rate': 0.1})
scaler = GradScaler()


def step(x: mx.nd.NDArray):
    with mx.autograd.record():  # half
        loss = net(x).sum()
    zero_grad(optimizer)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return scaler.get_scale()


def on_cpu(x: mx.nd.NDArray):
    with mx.autograd.record():
        with torch.autocast(device_type="cpu", dtype=torch.bfloat16):
            loss = net(x).sum()
    loss.backward()


def predict(x: mx.nd.NDArray):
    with mx.autograd.pause():
        first = net(x)
    with mx.autograd.pause():
        with mx.autograd.pause():
            second = net(x)
    with torch.cuda.amp.autocast():
        third = net(x)
    return first, second, third
