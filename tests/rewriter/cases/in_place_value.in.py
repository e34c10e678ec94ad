import torch


def sample(mu, std: torch.Tensor) -> torch.Tensor:
    eps = torch.randn_like(std)
    return eps.mul(std).add_(mu)


def percent(correct: torch.Tensor, sizes: list) -> list:
    result = []
    for size in sizes:
        hits = correct[:size].sum(0, keepdim=True)
        result.append(hits.mul_(100.0 / size))
    return result


x = torch.ones(2, 3)
x.mul_(2).add_(1)
start = torch.zeros(1, 1).fill_(3)
typed = torch.zeros(1, 1).type_as(x).fill_(3)
y = x.view(3, 2).mul_(2)
