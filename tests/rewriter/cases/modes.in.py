import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 3), nn.Dropout(0.5))
frozen = nn.Sequential(nn.Linear(3, 3), nn.Dropout(0.5))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)


def attack(x: torch.Tensor):
    net.eval()
    loss = net(x).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def learn(x: torch.Tensor):
    net.eval()
    net.train()
    loss = net(x).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


for module in net.modules():
    if isinstance(module, (nn.BatchNorm2d, nn.Conv2d)):
        print(module)
