import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 3), nn.Dropout(0.5))
frozen = nn.Sequential(nn.Linear(3, 3), nn.Dropout(0.5))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
