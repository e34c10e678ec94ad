import torch
from torch import nn


class Part(nn.Module):
    def forward(self, x):
        return torch.relu(x)


class Whole(nn.Module):
    """Converts, although the optimizer and the loop below stay."""

    def __init__(self):
        super().__init__()
        self.part = Part()

    def forward(self, x):
        return self.part(x)


class Sparse(nn.Module):
    def forward(self, x):
        return x.to_sparse()


net = Whole()
optimizer = torch.optim.LBFGS([weight for weight in net.parameters() if weight.ndim > 1])
