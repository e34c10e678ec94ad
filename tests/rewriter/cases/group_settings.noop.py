import torch
from torch import nn

net = nn.Linear(2, 3)
optimizer = torch.optim.SGD([{"params": net.parameters(), "momentum": 0.9}], lr=0.1)
for group in optimizer.param_groups:
    print(group["momentum"])
