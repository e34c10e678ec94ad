import torch
from mxnet.gluon import nn
import mxnet as mx


def initialized(block):
    """Initialise `block` as PyTorch does its linear and convolution layers (biases start at zero); gives it back.

    What has been filled before keeps its values.
    """
    start = mx.init.Xavier(factor_type="in", magnitude=1)
    for parameter in block.collect_params().values():
        if parameter._data is None:
            parameter.initialize(default_init=start)
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
