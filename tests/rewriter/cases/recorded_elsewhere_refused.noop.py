import torch
from torch import nn

policy = nn.Linear(4, 2)
optimizer = torch.optim.Adam(policy.parameters(), lr=1e-2)
saved = []


def finish():
    optimizer.zero_grad()
    loss = torch.stack(saved).sum()
    loss.backward()
    optimizer.step()
