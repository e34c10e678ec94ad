"""A function that takes a loss and makes a step of it."""

import torch
from torch import nn

torch.manual_seed(1)
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Dropout(0.0), nn.Linear(8, 1))
opt = torch.optim.SGD(net.parameters(), lr=0.1)


def update(loss, optimizer):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


x, y = torch.randn(8, 4), torch.randn(8, 1)
for i in range(4):
    loss = nn.functional.mse_loss(net(x), y)
    update(loss, opt)
    print(loss.item())
