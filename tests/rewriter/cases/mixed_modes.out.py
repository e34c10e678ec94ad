import mxnet as mx
from mxnet.gluon import nn

net = nn.HybridSequential()
net.add(nn.Dense(3, in_units=3, flatten=False), nn.Dropout(0.5))
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
frozen = nn.HybridSequential()
frozen.add(nn.Dense(3, in_units=3, flatten=False), nn.Dropout(0.5))
frozen.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
optimizer = mx.gluon.Trainer(net.collect_params(), 'sgd', {'learning_rate': 0.1})
