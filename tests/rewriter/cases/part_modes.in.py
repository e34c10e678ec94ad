import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, frozen=False):
        super().__init__()
        self.frozen = frozen
        self.body = nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3))
        self.head = nn.Linear(3, 2)

    def forward(self, x):
        return self.head(self.body(x))

    def train(self, mode: bool = True):
        super().train(mode)
        if self.frozen:
            self.body.eval()  # keeps its statistics
        return self


def freeze(m):
    if isinstance(m, (nn.BatchNorm1d, nn.BatchNorm2d)):
        m.eval()


net = Net()
net.train()
net.apply(freeze)
net.apply(lambda m: m.eval() if type(m) == nn.BatchNorm1d else None)
for name, m in net.named_modules():
    if "body" in name:
        m.eval()
net.eval()
other = Net().eval()
net.train(mode=False)
