import mxnet as mx
from mxnet.gluon import nn


def parameter(block, name, value, grad_req="write"):
    """Register a parameter of `block` that starts from `value` when the block is initialised."""
    init = mx.init.Constant(value)
    return block.params.get(name, shape=value.shape, dtype=value.dtype, init=init, grad_req=grad_req)


class Scaled(mx.gluon.Block):
    weight: mx.nd.NDArray
    bias: mx.nd.NDArray | None

    def __init__(self, features, bias=True):
        super().__init__()
        self.weight: mx.nd.NDArray = parameter(self, 'weight', mx.nd.ones(features))
        if bias:
            self.bias = parameter(self, 'bias', mx.nd.zeros(features))
        else:
            self.bias = None

    def forward(self, x):
        return self.shift(x * self.weight.data(), (self.bias and self.bias.data()))

    def shift(self, x, bias):
        return x if bias is None else x + bias
