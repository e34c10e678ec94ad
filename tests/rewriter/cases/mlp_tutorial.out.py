"""Doc."""
import time

import mxnet as mx
from mxnet.gluon.data.vision import datasets, transforms
from mxnet.gluon import nn as pt_nn


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


trans = transforms.Compose([transforms.ToTensor(),
                            transforms.Normalize((0.13,), (0.31,))])
pt_train_data = mx.gluon.data.DataLoader(datasets.MNIST(root='./MNIST/raw', train=True).transform_first(trans),
    batch_size=128, shuffle=True, num_workers=4)

pt_net = pt_nn.HybridSequential()
pt_net.add(
    pt_nn.Dense(256, in_units=28*28, flatten=False),  # hidden
    pt_nn.Activation('relu'),
    pt_nn.Dense(10, in_units=256, flatten=False))
pt_net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
pt_loss_fn = CrossEntropyLoss()
pt_trainer = mx.gluon.Trainer(pt_net.collect_params(), 'sgd', {'learning_rate': 0.1})

for epoch in range(5):
    total_loss = .0
    tic = time.time()
    for X, y in pt_train_data:
        # clear
        with mx.autograd.record():
            loss = pt_loss_fn(pt_net(X.reshape((-1, 28*28))), y)
        loss.backward()
        pt_trainer.step(1)
        total_loss += loss.mean()
    print('epoch %d, avg loss %.4f, time %.2f' % (
        epoch, (total_loss/len(pt_train_data)).asscalar(), time.time()-tic))
