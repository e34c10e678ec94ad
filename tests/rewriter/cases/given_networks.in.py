import torch
from torch import nn


def find(name: str) -> nn.Module:
    return registry[name]


def run(x):
    net = find("small")
    y = net(x)
    return y, apply(find("large"), x), torch._unknown(y)


def contents(tensor: torch.Tensor):
    if isinstance(tensor, nn.Parameter):
        tensor = tensor.data
    return torch._unknown(tensor)
