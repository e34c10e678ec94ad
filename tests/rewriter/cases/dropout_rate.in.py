import torch
from torch import nn

drop = nn.Dropout(0.5)
net = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5))
drop.p = 0.1
drop.p *= 2
for m in net.modules():
    if isinstance(m, nn.Dropout):
        m.p = drop.p
