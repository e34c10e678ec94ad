"""Functions and classes that are only named: as a result, a value, a bound."""

from contextlib import nullcontext
from typing import Callable, TypeVar, cast

import torch
import torch.nn.functional as F
from torch import nn

T = TypeVar("T", bound=nn.Module)
ACTIVATIONS = {"relu": F.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}


def activation(name: str) -> Callable[[torch.Tensor], torch.Tensor]:
    if name == "exp":
        return torch.exp
    return ACTIVATIONS[name]


def kept(model: T) -> T:
    return cast(nn.Module, model)


def run(model: nn.Module, x: torch.Tensor, frozen: bool) -> torch.Tensor:
    model.eval()
    with torch.no_grad() if frozen else nullcontext():
        return model(x)


net = nn.Linear(4, 2)
print(run(kept(net), torch.randn(3, 4), True).size(), activation("tanh"))
