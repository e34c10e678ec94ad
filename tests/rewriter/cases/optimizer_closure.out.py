import mxnet as mx
from mxnet.gluon import nn

net = nn.Dense(1, in_units=3, flatten=False)
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
optimizer = mx.gluon.Trainer(net.collect_params(), 'sgd', {'learning_rate': 0.1})
x = mx.nd.random.normal(shape=(4, 3))


def closure():
    with mx.autograd.record():
        loss = (net(x) ** 2).mean()
    loss.backward()
    return loss


loss = closure()  # one step
optimizer.step(1)
closure()
optimizer.step(1)
print(closure().asnumpy().item())
optimizer.step(1)
optimizer.step(1)
with mx.autograd.pause():
    for p in net.collect_params().values():
        p.data()[:] -= 0.1 * p.grad()
