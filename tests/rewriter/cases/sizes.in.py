import torch

total = torch.zeros(())
count = torch.zeros([], dtype=torch.long)
limit = torch.full((), 2.0)
noise = torch.randn(())
drawn = torch.randint(0, 5, ())
table = torch.zeros(1, 3)
