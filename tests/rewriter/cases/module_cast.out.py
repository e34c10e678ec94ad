import mxnet as mx
from mxnet.gluon import nn

net = nn.Dense(2, in_units=3, flatten=False)
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
net.cast('float16')
net.cast('float64')
x = mx.nd.ones((4, 3), dtype='float64')
y = net(x)
