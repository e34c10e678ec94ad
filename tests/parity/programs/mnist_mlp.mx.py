import time
from pathlib import Path

import mxnet as mx
from mxnet.gluon.data.vision import transforms


class CrossEntropyLoss(mx.gluon.loss.SoftmaxCrossEntropyLoss):
    """The mean over the batch, as PyTorch's loss of this name."""

    def forward(self, prediction, label):
        return super().forward(prediction, label).mean()


DATA = str(Path(__file__).parent / "data")
EPOCHS = 5

trans = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.13,), (0.31,))])
train_data = mx.gluon.data.DataLoader(
    mx.gluon.data.vision.MNIST(root=DATA + "/MNIST/raw", train=True).transform_first(trans),
    batch_size=128,
    shuffle=True,
    last_batch="discard",
)

net = mx.gluon.nn.HybridSequential()
net.add(
    mx.gluon.nn.Dense(256, in_units=28 * 28, flatten=False),
    mx.gluon.nn.Activation("relu"),
    mx.gluon.nn.Dense(10, in_units=256, flatten=False),
)
net.initialize(mx.init.Xavier(factor_type="in", magnitude=1))
loss_fn = CrossEntropyLoss()
trainer = mx.gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})

losses = []
for epoch in range(EPOCHS):
    total_loss = 0.0
    tic = time.time()
    for X, y in train_data:
        with mx.autograd.record():
            loss = loss_fn(net(X.reshape(-1, 28 * 28)), y)
        loss.backward()
        trainer.step(1)
        total_loss += loss.asscalar()
    losses.append(total_loss / len(train_data))
    print(f"epoch {epoch + 1}, avg loss {losses[-1]:.4f}, time {time.time() - tic:.2f} s")
