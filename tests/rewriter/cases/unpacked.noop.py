import torch

x = torch.clamp(*arguments)
y = torch.clamp(**options)
