# target: np
import torch

x = torch.randn(3, 2)
y = torch.randn(3, 2)
i = torch.tensor([1, 2, 1])

x[x > 0] *= 2
x[x < -1] = -1.5
x[x > 1] = y[x > 1]
x[i == 1] = 0
x[:, x[0] > 0] = 0
first = x[:, x[0] > 0]
both = (i == 1) & (x[:, 0] > 0)
both |= ~(x[:, 1] > 0)
same = torch.all(x.eq(y))
half = (i == 1) * 0.5
above = i > 1.5
weighted = x[:, 0] * (i == 1)


def typed(ids: torch.LongTensor, keep: torch.BoolTensor) -> torch.Tensor:
    return torch.exp(ids)[keep] if ids.dtype is torch.int64 else ids * 0.5
