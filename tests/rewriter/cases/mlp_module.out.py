"""The tutorial's network as a class of its own."""
import mxnet as mx
from mxnet.gluon import nn


class CrossEntropyLoss(mx.gluon.Block):
    """`cross_entropy` as a block, by default the mean: train with `trainer.step(1)`."""

    def __init__(self, **options):
        super().__init__()
        self._options = options

    def forward(self, input, target):
        return cross_entropy(input, target, **self._options)


def cross_entropy(input, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
    """The cross entropy of logits with the classes along axis 1; targets are class numbers or probabilities.

    The mean is weighted by the classes' weights and leaves out `ignore_index`, as in PyTorch.
    """
    axis = 0 if input.ndim == 1 else 1
    classes = input.shape[axis]
    log_probs = mx.nd.log_softmax(input, axis=axis)
    weighted = log_probs
    if weight is not None:
        weighted = log_probs * weight.reshape((1,) * axis + (-1,) + (1,) * (input.ndim - axis - 1))
    if target.shape == input.shape:
        target = target * (1 - label_smoothing) + label_smoothing / classes
        losses = -(target * weighted).sum(axis=axis)
        return losses if reduction == "none" else getattr(losses, reduction)()
    kept = (target != ignore_index).astype(input.dtype)
    index = target * kept.astype(target.dtype)
    losses = -(1 - label_smoothing) * mx.nd.pick(weighted, index, axis=axis)
    losses = (losses - label_smoothing / classes * weighted.sum(axis=axis)) * kept
    if reduction != "mean":
        return losses if reduction == "none" else losses.sum()
    return losses.sum() / (kept if weight is None else mx.nd.take(weight, index) * kept).sum()


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
loss_fn = CrossEntropyLoss()
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
