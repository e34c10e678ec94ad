import torch
from torch import nn

net = nn.Linear(3, 2)
net.half()
net = net.double()
x = torch.ones(4, 3, dtype=torch.float64)
y = net(x)
