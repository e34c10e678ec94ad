import torch
from torch import nn

shape = [2, 3]
a = torch.zeros(*shape)
b = a.view(*shape[:1], -1)
c = a.permute(*range(2))
layers = [nn.Linear(3, 4), nn.ReLU()]
net = nn.Sequential(*layers)


def block(n):
    return nn.Sequential(nn.Linear(n, n), *[nn.ReLU() for _ in range(2)])
