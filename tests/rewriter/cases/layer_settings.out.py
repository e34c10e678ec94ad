import mxnet as mx
from mxnet.gluon import nn

model = nn.HybridSequential()
model.add(nn.Dense(4, in_units=3, flatten=False), nn.Dense(2, in_units=4, flatten=False))
model.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
head = nn.Dense(4, in_units=3, flatten=False)
head.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
wider = nn.Dense(2 * head.weight.shape[0], in_units=head.weight.shape[1], flatten=False)
wider.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
drop = nn.Dropout(0.3)
drop._rate = 0.1
conv = nn.Conv2D(4, 3, in_channels=3)
conv.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
print(drop._rate, conv.stride)
conv.remark = "mine"
right = mx.nd.mean((mx.nd.ones((2,)) == 1).astype('float32'))
