"""Weights as variables that ask for gradients, updated and cleared by hand, and a mask's places filled."""

import torch

torch.manual_seed(0)
x = torch.linspace(-3, 3, 50)
y = torch.sin(x)
a = torch.full((1,), 0.0, requires_grad=True)
b = torch.normal(0, 0.1, size=(1,), requires_grad=True)
scale = torch.ones_like(b, requires_grad=True)
losses = []
for step in range(5):
    loss = ((a + b * x * scale) - y).pow(2).mean()
    loss.backward()
    with torch.no_grad():
        for weight in (a, b, scale):
            weight -= 0.05 * weight.grad
        a.grad = None
        b.grad = None
        scale.grad.zero_()
    losses.append(loss.item())

mask = y > 0.5
filled = torch.zeros(50)
filled[mask] = y[mask] * 2 + 1
hidden = x.new(2, 3).fill_(0.5)
total = filled.sum().item() + hidden.sum().item()
print(losses, total)
