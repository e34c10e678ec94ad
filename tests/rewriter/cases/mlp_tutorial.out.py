"""Doc."""
import time

import mxnet as mx
from mxnet.gluon.data.vision import datasets, transforms
from mxnet.gluon import nn as pt_nn


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
pt_loss_fn = MeanCrossEntropyLoss()
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
