import torch
from mxnet.gluon import nn
import mxnet as mx

y = mx.nd.clip(
    x,  # the values
    a_min=0.0,  # lowest
    a_max=1.0,  # highest
)
layer = nn.Dense(
    10,  # digits
    in_units=784,  # pixels
    flatten=False,
)
both = mx.nd.add(mx.nd.exp(x), mx.nd.exp(y))  # nested
z = (torch.ones(2, 3)
     + torch.zeros(2, 3))
