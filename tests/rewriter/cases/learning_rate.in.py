import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 3), nn.ReLU())
head = nn.Linear(3, 1)
optimizer = torch.optim.SGD(list(net.parameters()) + list(head.parameters()), lr=0.1)
print(optimizer.param_groups[0]["lr"])
optimizer.param_groups[0]['lr'] *= 0.5
for group in optimizer.param_groups:
    group["lr"] = 0.1 * float(torch.ones(1))
for group in optimizer.param_groups:
    print(group["lr"])
