import mxnet as mx
from mxnet.gluon import nn

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
layer.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
both = mx.nd.add(mx.nd.exp(x), mx.nd.exp(y))  # nested
z = (mx.nd.ones((2, 3))
     + mx.nd.zeros((2, 3)))
