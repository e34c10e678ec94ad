import torch
from torch import nn

net = nn.Linear(2, 3)
head = nn.Linear(3, 1)
groups = [{"params": net.parameters(), "lr": 0.01}, {"params": head.parameters()}]
optimizer = torch.optim.SGD(groups, lr=0.1)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 10, eta_min=1e-4)
other = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.1, total_steps=10)
each = torch.optim.lr_scheduler.LambdaLR(optimizer, [lambda epoch: 1.0, lambda epoch: 0.9])
