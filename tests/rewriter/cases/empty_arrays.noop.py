import torch

a = torch.zeros(0, 3)
b = torch.empty(0)
c = torch.tensor([])
d = torch.ones((0, 2), dtype=torch.long)
e = torch.randn(2, 0)
f = torch.Tensor()
g = torch.cat([a, torch.zeros(0, 3)])
