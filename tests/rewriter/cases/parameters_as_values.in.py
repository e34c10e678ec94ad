from itertools import chain

import torch
from torch import nn

a, b = nn.Linear(2, 3), nn.Linear(3, 1)
params = list(a.parameters()) + list(b.parameters())
optimizer = torch.optim.SGD(params, lr=0.1)
trained = filter(lambda p: p.requires_grad, chain(a.parameters(), b.parameters()))
other = torch.optim.Adam(filter(lambda p: p.requires_grad, a.parameters()), lr=1e-3)
third = torch.optim.Adam(params=(q for q in b.parameters() if q.requires_grad is True))
freeze = True
for p in a.parameters():
    p.requires_grad = not freeze
    p.requires_grad = True
    print(p.detach().sum(), p.dim(), -p, 2 * p, torch.norm(p), p.grad, p.shape)
kept = [p for p in params]
weight = a.weight
print(weight.sum(), weight * 2)
