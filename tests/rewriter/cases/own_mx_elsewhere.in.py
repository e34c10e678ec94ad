import torch
import torch.nn as nn


def normalize(mx):
    rows = mx.sum(1)
    return mx / rows


def highest(values):
    for mx, _ in values:
        torch.relu(mx)
    return torch.ones(2)


x = torch.relu(torch.ones(2, 3))
