import torch

w = torch._unknown(2, 1, requires_grad=True)
loss = (w * torch.ones(2, 1)).sum()
loss.backward()
