# Layers that are arguments: their classes are called, and what they give is a tensor.
from typing import Callable, Optional, Type

import torch.nn as nn
from torch import Tensor


class Annotated(nn.Module):
    def __init__(self, norm: Callable[..., nn.Module], act: Callable[[Tensor], Tensor], layer: Type[nn.Module] = nn.Linear):
        super().__init__()
        self.norm = norm(4)
        self.layer = layer(4, 4)
        self.act = act

    def forward(self, x):
        out = self.norm(x)
        out += x
        y = self.layer(out)
        y += out
        return self.act(y).view(-1)


class Default(nn.Module):
    def __init__(self, norm_layer=None, act_layer: Optional[Callable[..., nn.Module]] = None):
        super().__init__()
        if norm_layer is None:
            norm_layer = nn.BatchNorm1d
        if act_layer is None:
            act_layer = nn.Dropout
        self.norm = norm_layer(4)
        self.act = act_layer()

    def forward(self, x):
        out = self.norm(x)
        out += x
        y = self.act(out)
        y += x
        return y
