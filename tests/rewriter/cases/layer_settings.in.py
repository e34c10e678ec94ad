import torch
import torch.nn as nn

model = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
head = nn.Linear(3, 4)
wider = nn.Linear(head.in_features, 2 * head.out_features)
drop = nn.Dropout(0.3)
drop.p = 0.1
conv = nn.Conv2d(3, 4, 3)
print(drop.p, conv.stride)
conv.remark = "mine"
right = torch.mean((torch.ones(2) == 1).type(torch.FloatTensor))
