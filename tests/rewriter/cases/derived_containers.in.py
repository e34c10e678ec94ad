import torch
from torch import nn


class ConvBlock(nn.Sequential):
    def __init__(self, a, b):
        super().__init__(
            nn.Conv2d(a, b, 3, padding=1),  # keeps the size
            nn.BatchNorm2d(b),
        )


class Grown(nn.Sequential):
    def __init__(self, *layers):
        super(Grown, self).__init__(*layers)
        self.add_module("last", nn.ReLU())

    def forward(self, x):
        return torch.cat([x, super().forward(x)], 1)


class Loss(nn.Module):
    def forward(self, x, y):
        return (x - y).abs().mean()


class Square(nn.Module):
    def forward(self, x, y):
        return ((x - y) ** 2).mean()


def weighted(criterion, x, y):
    return 0.5 * criterion(x, y)


net = nn.Sequential()
for i in range(2):
    net.add_module(f"block{i}", ConvBlock(3, 3))
grown = Grown(ConvBlock(3, 3))
x = torch.ones(1, 3, 4, 4)
q, k, v = map(lambda t: t.reshape(2, -1).permute(1, 0), x.unsqueeze(0).expand(3, -1, -1, -1, -1).unbind(0))
for name, criterion in [("a", Loss()), ("b", Square())]:
    loss = weighted(criterion, net(x), grown(x)[:, :3])
    print(name, loss.item(), sum(p.numel() for p in net.parameters()))
mask = torch.eye(3, dtype=torch.bool)
