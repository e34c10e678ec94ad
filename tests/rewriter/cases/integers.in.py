import torch

n = 4
frequency = torch.exp(torch.arange(0, n, 2) * (-0.5))
share = torch.arange(n) / n
steps = torch.arange(n).unsqueeze(1) * 2
phase = torch.sin(torch.arange(n)) + torch.arange(n).cos()
waves = torch.arange(n)
waves = waves[None].exp() + torch.div(waves, 2) + torch.pow(2.0, waves) + torch.pow(waves, 2)
shifted = torch.arange(n).add(0.5) + torch.arange(n).add(1)
correct = (torch.rand(2, 3).argmax(1) == torch.zeros(2).long()).sum() / 2
mean = torch.arange(n).view(2, 2).sum(1) / 2
joined = torch.cat([torch.arange(n), torch.arange(2)]) / 2
places = torch.rand(2, 3).max(1)[1] / 2
doubles = torch.arange(n).double() / 2
rates = torch.rand(2)
angles = torch.arange(2) * rates
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
