import mxnet as mx


class Net(mx.gluon.nn.HybridBlock):
    def __init__(self):
        super().__init__()
        self.conv = mx.gluon.nn.Conv2D(4, 3, in_channels=1)
        self.fc = mx.gluon.nn.Dense(3, in_units=4 * 6 * 6, flatten=False)

    def forward(self, x):
        x = mx.nd.relu(self.conv(x))
        return self.fc(x.flatten())


def main():
    mx.random.seed(3)
    net = Net()
    net.initialize(mx.init.Xavier(factor_type="in", magnitude=1))
    optimizer = mx.gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.05})
    x = mx.nd.linspace(-1, 1, 5 * 64).reshape((5, 1, 8, 8))
    for _ in range(3):
        with mx.autograd.record():
            loss = (net(x) ** 2).mean()
        loss.backward()
        optimizer.step(1)
    return loss.asscalar()


if __name__ == "__main__":
    final = main()
