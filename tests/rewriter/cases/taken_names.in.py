import torch
from torch import nn
from torch.nn import functional


def split(text):
    return text.split(",")


def shares(x: torch.Tensor):
    parts = torch.split(x, [1, 2], dim=0)
    sequential = nn.Sequential
    return parts, split("a,b")


def gate(x: torch.Tensor, threshold: float):
    layer = nn.Threshold(threshold=0.5, value=1)
    return layer(x) > threshold


def block(n):
    return nn.Sequential(nn.Linear(n, n), nn.ReLU())


def pad(text):
    return text + " "


def pooled(x: torch.Tensor):
    return functional.max_pool2d(functional.pad(x, (1, 1)), 2), pad("a")
