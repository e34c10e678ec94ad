import torch
from torch import nn


def train(x, y):
    model = nn.Linear(3, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(3):
        optimizer.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
    return model


model = train(torch.ones(4, 3), torch.ones(4, 1))
print(model(torch.ones(1, 3)))
