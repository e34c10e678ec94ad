import torch

x = torch.randn(3)
print(1 / torch.special.ndtr(x), torch.cuda.is_available() is True, not x.is_cuda, torch.special.ndtr(x) + 1)
