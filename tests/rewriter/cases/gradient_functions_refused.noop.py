import torch
from torch import autograd, nn

critic = nn.Sequential(nn.Linear(3, 4), nn.LeakyReLU(0.2), nn.Linear(4, 1))
head = nn.Linear(1, 1)
x = torch.randn(2, 3, requires_grad=True)


def gradient_penalty(real: torch.Tensor, fake: torch.Tensor):
    mixed = (0.5 * real + 0.5 * fake).requires_grad_(True)
    scores = critic(mixed)
    gradients = autograd.grad(
        outputs=scores, inputs=mixed, grad_outputs=torch.ones_like(scores), create_graph=True, retain_graph=True
    )[0]
    return ((gradients.norm(2, dim=1) - 1) ** 2).mean()


def features(image: torch.Tensor):
    hidden = critic(image)
    score = head(hidden).sum()
    return torch.autograd.grad(score, hidden)[0]


def unused(a: torch.Tensor, things):
    y = (a * x).sum()
    first = torch.autograd.grad(y, x, allow_unused=True)
    second = torch.autograd.grad(y, things)
    y.backward(inputs=[x])
    return first, second
