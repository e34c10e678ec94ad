"""One optimizer whose parameter groups have rates and weight decays of their own."""

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
x = torch.randn(24, 10)
values = x[:, :3].sum(dim=1, keepdim=True)

model = nn.Sequential(nn.Linear(10, 6), nn.ReLU(), nn.Linear(6, 1))
optimizer = torch.optim.SGD(
    [
        {"params": model[0].parameters(), "lr": 0.01},  # the pretrained part
        {"params": model[2].parameters(), "weight_decay": 0.0},
    ],
    lr=0.1,
    momentum=0.9,
    weight_decay=1e-3,
)
losses = []
for _ in range(3):
    optimizer.zero_grad()
    loss = F.mse_loss(model(x), values)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
