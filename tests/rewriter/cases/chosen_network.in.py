import copy

import torch
from torch import nn, optim


class A(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 3)

    def forward(self, x):
        return self.fc(x)


class B(A):
    def __init__(self):
        super().__init__()
        self.parts = clones(nn.Linear(3, 3), 2)


def clones(module, number):
    return nn.ModuleList([copy.deepcopy(module) for _ in range(number)])


def run(arch, device):
    if arch == "a":
        model = A()
    else:
        model = B()
    model = model.to(device)
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    loss = model(torch.ones(1, 2)).sum()
    loss.backward()
    optimizer.step()
    return loss.item()


def each(device):
    for model in (A().to(device), B()):
        print(model(torch.ones(1, 2)).sum().item())
