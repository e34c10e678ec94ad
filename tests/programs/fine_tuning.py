"""Fine-tuning with batch normalisation in evaluation mode: its statistics stay, and gradients flow through it."""

import torch
import torch.nn as nn

torch.manual_seed(0)
body = nn.Sequential(nn.Linear(4, 6), nn.BatchNorm1d(6), nn.ReLU())
head = nn.Linear(6, 2)
optimizer = torch.optim.SGD([*body.parameters(), *head.parameters()], lr=0.1)
x = torch.randn(8, 4) + 1
target = torch.randn(8, 2)
criterion = nn.MSELoss()

losses = []
body.eval()
for step in range(3):
    optimizer.zero_grad()
    loss = criterion(head(body(x)), target)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())

with torch.no_grad():
    features = body(x)
