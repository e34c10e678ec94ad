import torch

a = torch.arange(6.0).reshape(2, 3)
b = (a * 2).sum(dim=1)
n = [1, 2]
only_here = torch.ones(2)
