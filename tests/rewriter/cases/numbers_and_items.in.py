import json
from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import Dataset


class Points(Dataset):
    def __init__(self, n):
        self.points = torch.randn(n, 4)
        self.labels = torch.randint(0, 3, (n,))

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, idx):
        return self.points[idx], self.labels[idx]


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(OrderedDict([("fc", nn.Linear(4, 3)), ("act", nn.ReLU())]))
        self.w = nn.Parameter(torch.empty(3, 3))
        nn.init.xavier_uniform_(self.w.data)
        for p in self.parameters():
            if p.dim() > 1:
                nn.init.normal_(p)
        print(sum(p.numel() for p in self.parameters()))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.body(x) @ self.w


net = Net()
for p in net.body.parameters():
    p.requires_grad_(False)
x, y = torch.ones(2, 4), torch.tensor([0, 1])
loss = F.cross_entropy(net(x), y)
last = net(x)[:, -1].argmax(dim=-1, keepdim=True)
print(json.dumps(loss.item()), last.item(), f"{loss / 2:.3f} {last:.1f}")
