import torch
from mxnet.gluon import nn
import mxnet as mx


def initialized(block, ctx=None):
    """Initialise `block` as PyTorch does its linear and convolution layers (biases start at zero); gives it back."""
    block.initialize(mx.init.Xavier(factor_type="in", magnitude=1), ctx=ctx)
    return block


def find(name: str) -> mx.gluon.Block:
    return registry[name]


def run(x):
    net = find("small")
    net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
    with mx.autograd.train_mode():
        y = net(x)
    return y, apply(initialized(find("large")), x), torch._unknown(y)


def contents(tensor: mx.nd.NDArray):
    if isinstance(tensor, mx.gluon.Parameter):
        tensor = tensor.data()
    return torch._unknown(tensor)
