"""A loss that takes one of two outputs in turn: the other head stays as it is meanwhile."""

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
X = torch.randn(22, 4)
Y = torch.randint(0, 3, (22,))

class Two(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 6)
        self.cls = nn.Linear(6, 3)
        self.rec = nn.Linear(6, 4)

    def forward(self, x):
        h = torch.relu(self.enc(x))
        return self.cls(h), self.rec(h)


net = Two()
opt = torch.optim.Adam(net.parameters(), lr=0.01)
for i in range(6):
    logits, rec = net(X)
    if i % 2 == 0:
        loss = F.cross_entropy(logits, Y)
    else:
        loss = F.mse_loss(rec, X)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(loss.item())
