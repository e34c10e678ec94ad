import mxnet as mx
from mxnet.gluon import nn

net = nn.HybridSequential()
net.add(nn.Dense(3, in_units=2, flatten=False), nn.Activation('relu'))
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
head = nn.Dense(1, in_units=3, flatten=False)
head.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
optimizer = mx.gluon.Trainer(list(net.collect_params().values()) + list(head.collect_params().values()), 'sgd', {'learning_rate': 0.1})
print(optimizer.learning_rate)
optimizer.set_learning_rate(optimizer.learning_rate * 0.5)
optimizer.set_learning_rate(0.1 * float(mx.nd.ones((1,)).asnumpy().item()))
