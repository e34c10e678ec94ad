"""Learning rates that change: a warm-up by LambdaLR, then StepLR and cosine annealing."""

import torch
import torch.nn as nn
import torch.optim as optim
from torch.optim.lr_scheduler import CosineAnnealingLR, LambdaLR, StepLR


def make_model():
    return nn.Sequential(nn.Linear(5, 12), nn.ReLU(), nn.Linear(12, 1))


def fit(model, optimizer, scheduler, x, y, steps):
    criterion = nn.MSELoss()
    losses, rates = [], []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        rates.append(optimizer.param_groups[0]["lr"])
        scheduler.step()
        losses.append(loss.item())
    return losses, rates


torch.manual_seed(0)
x = torch.randn(30, 5)
y = x.pow(2).sum(dim=1, keepdim=True)

warm = make_model()
optimizer = optim.SGD(warm.parameters(), lr=0.01)
scheduler = LambdaLR(optimizer, lr_lambda=lambda epoch: min(1.0, (epoch + 1) / 4))
warm_losses, warm_rates = fit(warm, optimizer, scheduler, x, y, 3)

stepped = make_model()
optimizer = optim.Adam(stepped.parameters(), lr=0.02)
scheduler = StepLR(optimizer, step_size=1, gamma=0.5)
step_losses, step_rates = fit(stepped, optimizer, scheduler, x, y, 3)

annealed = make_model()
optimizer = optim.SGD(annealed.parameters(), lr=0.02, momentum=0.9)
scheduler = CosineAnnealingLR(optimizer, T_max=3)
cosine_losses, cosine_rates = fit(annealed, optimizer, scheduler, x, y, 3)
