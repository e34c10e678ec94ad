import torch
from torch import nn
from torch.optim.lr_scheduler import StepLR

net = nn.Linear(2, 3)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = StepLR(optimizer, step_size=2)
print(net.weight.size(0), net.weight.numel())
