from functools import partial

import mxnet as mx
from mxnet.gluon import nn


class LayerNorm(mx.gluon.Block):
    """Layer normalisation over the last axes, as many as `normalized_shape` has; Gluon's own layer takes one axis."""

    def __init__(self, normalized_shape, eps=1e-5, elementwise_affine=True, bias=True):
        super().__init__()
        self._shape = (normalized_shape,) if isinstance(normalized_shape, int) else tuple(normalized_shape)
        self._eps = eps
        self.gamma = self.params.get("gamma", shape=self._shape, init="ones") if elementwise_affine else None
        self.beta = self.params.get("beta", shape=self._shape, init="zeros") if elementwise_affine and bias else None

    def forward(self, x):
        weight, bias = (None if p is None else p.data() for p in (self.gamma, self.beta))
        return layer_norm(x, self._shape, weight, bias, self._eps)


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    """Normalise over the last axes, as many as `normalized_shape` has."""
    count = 1 if isinstance(normalized_shape, int) else len(normalized_shape)
    axes = tuple(range(input.ndim - count, input.ndim))
    centred = input - input.mean(axis=axes, keepdims=True)
    result = centred / mx.nd.sqrt((centred**2).mean(axis=axes, keepdims=True) + eps)
    shape = (1,) * (input.ndim - count) + input.shape[input.ndim - count :]
    result = result if weight is None else result * weight.reshape(shape)
    return result if bias is None else result + bias.reshape(shape)


class Block(mx.gluon.Block):
    def __init__(self, size, act=lambda inplace=False: nn.Activation('relu'), norm: type = None):
        super().__init__()
        norm = norm or partial(lambda normalized_shape, eps=1e-05, elementwise_affine=True, bias=True: LayerNorm(normalized_shape, eps=eps, elementwise_affine=elementwise_affine, bias=bias), eps=1e-6)
        self.norm = norm(size)
        self.fc = nn.Dense(size, in_units=size, flatten=False)
        self.act = act()  # any activation

    def forward(self, x):
        y = self.act(self.fc(self.norm(x)))
        return y.reshape((y.shape[0], -1))


ACTIVATIONS = {"relu": lambda inplace=False: nn.Activation('relu'), "gelu": lambda: nn.GELU()}
Head = lambda in_features, out_features, bias=True: nn.Dense(out_features, in_units=in_features, use_bias=bias, flatten=False)
net = Block(4, act=(lambda: nn.Activation('tanh')) if mx.context.num_gpus() > 0 else (lambda negative_slope=0.01, inplace=False: nn.LeakyReLU(negative_slope)))
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
head = Head(4, 2)
x = ACTIVATIONS["gelu"]()(net(mx.nd.ones((2, 4))))
