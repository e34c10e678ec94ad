import torch


def change(x: torch.Tensor):
    x.t().add_(1)
    x.view(-1).mul_(2)
