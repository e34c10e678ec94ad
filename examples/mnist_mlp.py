"""Trains a small network on handwritten digits.

`gluonize demo` puts the digits beside this file, in MNIST's format. With drop_last=False the last, smaller batch of each
epoch is used too; the two frameworks then round so differently that the losses part by 1e-3 in float32.
"""

import time
from pathlib import Path

import torch
import torch.nn as nn
from torchvision import datasets, transforms

DATA = str(Path(__file__).parent / "data")
EPOCHS = 5

trans = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.13,), (0.31,))])
train_data = torch.utils.data.DataLoader(
    datasets.MNIST(root=DATA, train=True, download=False, transform=trans),
    batch_size=128,
    shuffle=True,
    drop_last=True,
)

net = nn.Sequential(
    nn.Linear(28 * 28, 256),
    nn.ReLU(),
    nn.Linear(256, 10),
)
loss_fn = nn.CrossEntropyLoss()
trainer = torch.optim.SGD(net.parameters(), lr=0.1)

losses = []
for epoch in range(EPOCHS):
    total_loss = 0.0
    tic = time.time()
    for X, y in train_data:
        trainer.zero_grad()
        loss = loss_fn(net(X.view(-1, 28 * 28)), y)
        loss.backward()
        trainer.step()
        total_loss += loss.item()
    losses.append(total_loss / len(train_data))
    print("epoch %d, avg loss %.4f, time %.2f s" % (epoch + 1, losses[-1], time.time() - tic))
