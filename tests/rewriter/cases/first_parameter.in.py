import torch
import torch.nn as nn
net = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
device = next(net.parameters()).device
dtype = next(net.parameters()).dtype
cuda = next(net.parameters()).is_cuda
x = torch.ones(1, 2).to(next(net.parameters()).device)
print(device, dtype, cuda, x.shape)
w = next(net.parameters())
print(w.device, next(net.parameters()).data.sum() + next(net.parameters()).norm() + next(iter(net.parameters())).sum())
p = next(net.parameters()).detach().clone()
print(next(net.parameters()).size(), (next(net.parameters()) * 2).shape, next(net.parameters()).requires_grad)
