import torch
from torch import nn


class Scaled(nn.Module):
    weight: torch.Tensor
    bias: torch.Tensor | None

    def __init__(self, features, bias=True):
        super().__init__()
        self.weight: torch.Tensor = nn.Parameter(torch.ones(features))
        if bias:
            self.bias = nn.Parameter(torch.zeros(features))
        else:
            self.register_parameter("bias", None)

    def forward(self, x):
        return self.shift(x * self.weight, self.bias)

    def shift(self, x, bias):
        return x if bias is None else x + bias
