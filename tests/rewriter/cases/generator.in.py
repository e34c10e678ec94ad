import torch
from torch.utils.data import DataLoader, TensorDataset, random_split

g = torch.Generator()
g.manual_seed(3)
x = torch.randn(8, 2, generator=g)
y = torch.randint(0, 2, (8,), generator=g)
data = TensorDataset(x, y)
train, test = random_split(data, [6, 2], generator=torch.Generator().manual_seed(42))
loader = DataLoader(train, batch_size=2, shuffle=True, generator=g)
kept = torch.randperm(4, generator=torch.Generator().manual_seed(1))
