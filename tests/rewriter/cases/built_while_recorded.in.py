import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 1)

    def forward(self, x):
        return self.layer(x)


first = Net().to("cpu")
place = torch.zeros(2, 3)


def step(x):
    y = first(x).detach()
    net = Net()
    adam = torch.optim.Adam(net.parameters())
    adam.zero_grad()
    z = first(x)
    other = Net()
    loss = (net(y) + other(z)).sum()
    loss.backward()
    adam.step()
    return net


optimizer = torch.optim.SGD(first.parameters(), lr=0.1)
optimizer.zero_grad()
loss = first(place).sum()
loss.backward()
optimizer.step()
