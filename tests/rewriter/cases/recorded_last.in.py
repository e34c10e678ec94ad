import torch
from torch import nn, optim
from torch.utils.data import DataLoader, Dataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)

    def once(self, x):
        return self.fc(x)

    def forward(self, a, b):
        return self.once(a), self.once(b)


class Pairs(Dataset):
    def __len__(self):
        return 4

    def __getitem__(self, index):
        return torch.ones(3), torch.zeros(3)


loader = DataLoader(Pairs(), batch_size=2)
net = Net().to("cpu")
distance = nn.MSELoss()
triplet = nn.TripletMarginLoss(margin=1.0)
optimizer = optim.Adam(net.parameters())
for a, b in loader:
    optimizer.zero_grad()
    loss = distance(*net(a, b))
    loss.backward()
    optimizer.step()

anchor, positive = net(torch.rand(4, 3), torch.rand(4, 3))
negative = net.once(torch.rand(4, 3))
last = triplet(anchor, positive, negative)
optimizer.zero_grad()
last.backward()
optimizer.step()
