"""A learning rate that warms up as a lambda says."""

import torch
import torch.nn as nn
import torch.optim as optim
from torch.optim.lr_scheduler import LambdaLR

torch.manual_seed(0)
x = torch.randn(30, 5)
y = x.pow(2).sum(dim=1, keepdim=True)

model = nn.Sequential(nn.Linear(5, 12), nn.ReLU(), nn.Linear(12, 1))
criterion = nn.MSELoss()
optimizer = optim.SGD(model.parameters(), lr=0.01)
scheduler = LambdaLR(optimizer, lr_lambda=lambda epoch: min(1.0, (epoch + 1) / 4))

losses, rates = [], []
for epoch in range(3):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    rates.append(optimizer.param_groups[0]["lr"])
    scheduler.step()
    losses.append(loss.item())
