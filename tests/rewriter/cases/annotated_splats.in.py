"""Arguments of any number, with their types."""

import torch
from torch import Tensor


def total(*parts: Tensor, **named: torch.Tensor) -> Tensor:
    first = parts[0].size(0)
    return sum(p.sum().item() for p in parts) + first + sum(v.size(0) for v in named.values())


print(total(torch.ones(2), torch.ones(3), extra=torch.ones(4)))
