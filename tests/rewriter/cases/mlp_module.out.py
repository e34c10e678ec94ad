"""The tutorial's network as a class of its own."""
import mxnet as mx
from mxnet.gluon import nn


class MeanCrossEntropyLoss(mx.gluon.Block):
    """The mean cross entropy of logits (classes on axis 1) with class numbers, -100 left out, or probabilities."""

    def forward(self, input, target):
        log_probs = mx.nd.log_softmax(input, axis=1)
        if target.shape == input.shape:
            return -(target * log_probs).sum(axis=1).mean()
        if target.ndim != input.ndim - 1:
            raise ValueError(f"class numbers of shape {target.shape} do not fit logits of shape {input.shape}")
        kept = (target != -100).astype(input.dtype)
        return -(mx.nd.pick(log_probs, target, axis=1) * kept).sum() / kept.sum()


class Net(mx.gluon.Block):
    def __init__(self, D_in, D_out):
        super(Net, self).__init__()
        self.hidden = nn.Dense(256, in_units=D_in, flatten=False)  # 256 units
        self.linear = nn.Dense(D_out, in_units=256, use_bias=False, flatten=False)

    def forward(self, x):
        x = mx.nd.relu(self.hidden(x.reshape((-1, 28 * 28))))
        return self.linear(x)


device = mx.gpu() if mx.context.num_gpus() > 0 else mx.cpu()
net = Net(28 * 28, 10)
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1), ctx=device)
loss_fn = MeanCrossEntropyLoss()
optimizer = mx.gluon.Trainer(net.collect_params(), 'sgd', {'learning_rate': 0.1})


def train(model, loader, criterion, opt):
    for i, (X, y) in enumerate(loader):
        X, y = X.as_in_context(device), y.as_in_context(device)
        with mx.autograd.record():
            output = model(X)
            loss = criterion(output, y)
        loss.backward()
        opt.step(1)
        if i % 100 == 0:
            print(i, loss.asscalar())


def accuracy(model, loader):
    with mx.autograd.pause():
        correct = 0
        for X, y in loader:
            correct += (model(X.as_in_context(device)).argmax(axis=1).astype('int64') == y.as_in_context(device)).sum().asscalar()
        return correct


loader = mx.gluon.data.DataLoader(data, batch_size=64, shuffle=True, last_batch='discard')
train(net, loader, loss_fn, optimizer)
print(accuracy(net, loader))
