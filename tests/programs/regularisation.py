"""Penalties on parameters, a list of parameters for the optimizer, norms of gradients, and clipped weights."""

import torch
import torch.nn as nn


class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(3))
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        w = self.w
        return self.fc(x * w) + w.sum() + helper(self.w)


def helper(w):
    return w.mean() * 2


torch.manual_seed(0)
model = Scale()
params = [p for p in model.parameters() if p.requires_grad]
optimizer = torch.optim.Adam(params, lr=0.01)
x = torch.randn(5, 3)
losses = []
for i in range(3):
    out = model(x)
    l1 = sum(p.abs().sum() for p in model.parameters())
    l2 = sum(torch.sum(p**2) for p in model.parameters())
    reg = torch.tensor(0.0)
    for p in model.parameters():
        reg = reg + torch.norm(p) + 0.1 * p.mean()
    loss = out.pow(2).mean() + 0.01 * l1 + 0.01 * l2 + 0.001 * reg
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(params, 1.0)
    grad_norm = sum(p.grad.norm() ** 2 for p in params).item()
    optimizer.step()
    for p in model.parameters():
        p.data.clamp_(-0.5, 0.5)
    losses.append(loss.item())
n = sum(p.numel() for p in model.parameters())
