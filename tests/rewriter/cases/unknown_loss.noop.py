import torch
from torch import nn

net = nn.Linear(2, 3)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)


def train(net, batches, criterion):
    for batch in batches:
        loss = criterion(batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
