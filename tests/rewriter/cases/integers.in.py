import torch

n = 4
frequency = torch.exp(torch.arange(0, n, 2) * (-0.5))
share = torch.arange(n) / n
steps = torch.arange(n).unsqueeze(1) * 2
half = torch.tensor([1, 2, 3]) / 2
best = torch.rand(2, 3).argmax(1) / 2
x = torch.zeros(3, 4)
x[:, 1].fill_(3)
x[0].mul_(2)
x.add_(1)
x[x > 1] = 0
print(isinstance(x, torch.Tensor))


def f(value: torch.Tensor) -> torch.Tensor:
    return value
