import torch


def scale(x, by=2):
    return torch.relu(x) * by, x.sum()


scale(torch.randn(3, 4))
