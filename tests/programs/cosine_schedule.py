"""A learning rate that falls along a cosine."""

import torch
import torch.nn as nn
import torch.optim as optim
from torch.optim.lr_scheduler import CosineAnnealingLR

torch.manual_seed(0)
x = torch.randn(30, 5)
y = x.pow(2).sum(dim=1, keepdim=True)

model = nn.Sequential(nn.Linear(5, 12), nn.ReLU(), nn.Linear(12, 1))
criterion = nn.MSELoss()
optimizer = optim.SGD(model.parameters(), lr=0.02, momentum=0.9)
scheduler = CosineAnnealingLR(optimizer, T_max=3)

losses, rates = [], []
for epoch in range(3):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    rates.append(scheduler.get_last_lr()[0])
    scheduler.step()
    losses.append(loss.item())
