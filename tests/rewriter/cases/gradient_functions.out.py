import mxnet as mx
from mxnet.gluon import nn


def arrays_of(parameters):
    """The arrays of gluon Parameters that gradients are kept of, in a list, for `mx.autograd.grad`."""
    return [parameter.data() for parameter in parameters if parameter.grad_req != "null"]


def require_grad(array):
    """Ask autograd for the gradient of `array`, which adds up over backward() calls; gives the array."""
    array.attach_grad(grad_req="add")
    return array


critic = nn.HybridSequential()
critic.add(nn.Dense(4, in_units=3, flatten=False), nn.LeakyReLU(0.2), nn.Dense(1, in_units=4, flatten=False))
critic.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
head = nn.Dense(1, in_units=1, flatten=False)
head.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
x = require_grad(mx.nd.random.normal(shape=(2, 3)))


def saliency(image: mx.nd.NDArray):
    require_grad(image)
    with mx.autograd.record():
        score = critic(image).max()
    (gradient,) = mx.autograd.grad(score, [image], retain_graph=True)
    score.backward(retain_graph=True)
    score.backward()
    return gradient.abs()


with mx.autograd.record():
    scores = critic(x)
by_weights = mx.autograd.grad(scores, arrays_of(list(critic.collect_params().values())), head_grads=mx.nd.ones_like(scores))  # in evaluation mode
