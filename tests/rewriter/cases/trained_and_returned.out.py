import mxnet as mx
from mxnet.gluon import nn


def train(x, y):
    model = nn.Dense(1, in_units=3, flatten=False)
    model.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
    optimizer = mx.gluon.Trainer(model.collect_params(), 'sgd', {'learning_rate': 0.1})
    for _ in range(3):
        with mx.autograd.record():
            loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step(1)
    return model


model = train(mx.nd.ones((4, 3)), mx.nd.ones((4, 1)))
print(model(mx.nd.ones((1, 3))))
