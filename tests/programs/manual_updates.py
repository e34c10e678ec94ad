"""Weights that are changed by hand, without an optimizer."""

import torch
import torch.nn as nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
x, y = torch.randn(20, 3), torch.randn(20, 1)
lr = 0.1
losses = []
for _ in range(3):
    loss = nn.functional.mse_loss(model(x), y)
    model.zero_grad()
    loss.backward()
    with torch.no_grad():
        for param in model.parameters():
            param -= lr * param.grad
    losses.append(loss.item())
for _ in range(2):
    loss = nn.functional.mse_loss(model(x), y)
    model.zero_grad()
    loss.backward()
    for p in model.parameters():
        p.data -= lr * p.grad.data
    for p in model.parameters():
        p.data.add_(p.grad, alpha=-lr)
    losses.append(loss.item())
final = model(x)


class Affine(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(3))

    def forward(self, x):
        return x * self.w

    def renormalise(self):
        with torch.no_grad():
            self.w *= 0.5
            self.w.mul_(2.0)
            self.w.copy_(self.w / self.w.norm())


affine = Affine()
before = affine(x)
affine.renormalise()
after = affine(x)
opt = torch.optim.SGD(affine.parameters(), lr=0.1)
for _ in range(3):
    opt.zero_grad()
    loss = affine(x).pow(2).mean()
    loss.backward()
    opt.step()
