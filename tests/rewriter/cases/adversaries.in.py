import torch
from torch import nn

generator = nn.Sequential(nn.Linear(2, 3), nn.Tanh())
critic = nn.Sequential(nn.Linear(3, 1), nn.Sigmoid())
bce = nn.BCELoss()
first = torch.optim.Adam(critic.parameters(), lr=1e-3)
second = torch.optim.Adam(generator.parameters(), lr=1e-3)
for real in loader:
    label = torch.ones(4, 1)
    first.zero_grad()
    loss = bce(critic(real), label)
    loss.backward()
    fake = generator(torch.randn(4, 2))
    label.fill_(0)  # not under the scope
    other = bce(critic(fake.detach()), label)
    other.backward()
    first.step()

    second.zero_grad()
    label.fill_(1)
    bce(critic(fake), label).backward()
    second.step()
