"""Functions and classes that are only named: as a result, a value, a bound."""

from contextlib import nullcontext
from typing import Callable, TypeVar, cast

import mxnet as mx
from mxnet.gluon import nn

T = TypeVar("T", bound=mx.gluon.Block)
ACTIVATIONS = {"relu": mx.nd.relu, "tanh": mx.nd.tanh, "sigmoid": mx.nd.sigmoid}


def activation(name: str) -> Callable[[mx.nd.NDArray], mx.nd.NDArray]:
    if name == "exp":
        return mx.nd.exp
    return ACTIVATIONS[name]


def kept(model: T) -> T:
    return cast(mx.gluon.Block, model)


def run(model: mx.gluon.Block, x: mx.nd.NDArray, frozen: bool) -> mx.nd.NDArray:
    with mx.autograd.pause() if frozen else nullcontext():
        return model(x)


net = nn.Dense(2, in_units=4, flatten=False)
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
print(run(kept(net), mx.nd.random.normal(shape=(3, 4)), True).shape, activation("tanh"))
