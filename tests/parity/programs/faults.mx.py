import mxnet as mx


class Net(mx.gluon.nn.HybridBlock):
    def __init__(self):
        super().__init__()
        self.conv = mx.gluon.nn.Conv2D(4, 3, padding=1, in_channels=1)
        self.norm = mx.gluon.nn.LayerNorm(in_channels=8, epsilon=1e-5)
        self.fc = mx.gluon.nn.Dense(5, in_units=32, flatten=False)

    def forward(self, x):
        h = self.conv(x)
        h = mx.nd.LeakyReLU(h, act_type="leaky", slope=0.01)
        h = mx.nd.Pooling(h, kernel=(2, 2), stride=(2, 2), pool_type="max")
        h = self.norm(h.reshape(-1, 8))
        h = h.reshape(6, -1)
        return self.fc(h)


def features(a, b):
    total = a.sum(axis=1, keepdims=True)
    spread = ((a - a.mean(axis=0)) ** 2).sum(axis=0).__truediv__(a.shape[0] - 1).sqrt()
    mixed = mx.nd.dot(a, b)
    smooth = mx.nd.softmax(mixed, axis=-1)
    top = mx.nd.clip(mixed, -0.5, 0.5)
    sub = mx.nd.subtract(mixed, smooth)
    rest = mx.nd.modulo(mixed * 10, 3)
    order = mx.nd.argsort(mixed, axis=-1)
    high = mx.nd.concat(smooth, top, dim=1)
    return (total + spread.sum()) * high[0, 1] * high.mean() + sub.mean() + rest.mean() + order.astype("float32").mean()


a = mx.nd.random.randn(4, 3)
b = mx.nd.random.randn(3, 3)
score = features(a, b)

net = Net()
net.initialize(mx.init.Xavier(factor_type="in", magnitude=1))
trainer = mx.gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.05, "momentum": 0.9})
x = mx.nd.random.randn(6, 1, 8, 4)
y = mx.nd.array([0, 1, 2, 3, 4, 0], dtype="int64")
for _ in range(4):
    with mx.autograd.record():
        loss = -mx.nd.pick(mx.nd.log_softmax(net(x)), y).mean()
    loss.backward()
    trainer.step(1)
    print(loss.asscalar())
