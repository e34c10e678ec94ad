import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)


def first(x: torch.Tensor):
    optimizer.zero_grad()
    loss = model(x).sum()
    loss.backward()  # leaves its gradients
    optimizer.step()


def second(x: torch.Tensor):
    loss = model(x).sum()
    loss.backward()  # adds to them
    optimizer.step()
    optimizer.zero_grad()
