import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)

    def forward(self, x, mask=None, alpha=1.0):
        return self.fc(x) * alpha


class Outer(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = Net()

    def forward(self, x, mask=None):
        return self.net(x, mask=mask)


net = Outer()
print(net(torch.ones(1, 3), mask=None).shape)
inputs = {"x": torch.ones(1, 3)}
print(net(**inputs).shape, net(x=torch.ones(1, 3)))
