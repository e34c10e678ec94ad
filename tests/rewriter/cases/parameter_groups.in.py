import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 3), nn.ReLU())
head = nn.Linear(3, 1)
both = torch.optim.SGD([*net.parameters(), *head.parameters()], lr=0.1)
groups = torch.optim.Adam([{"params": net.parameters(), "lr": 1e-4}, {"params": head.parameters()}], lr=1e-3)
