"""Several devices where there are some: a network with buffers, statistics and weights filled by its constructor."""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset


class Position(nn.Module):
    def __init__(self, width, length=12):
        super().__init__()
        table = torch.zeros(length, width)
        pos = torch.arange(0, length, dtype=torch.float).unsqueeze(1)
        table[:, 0::2] = torch.sin(pos)
        self.register_buffer("pe", table)

    def forward(self, x):
        return x + self.pe[: x.size(1)]


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(10, 8)
        self.pos = Position(8)
        self.bn = nn.BatchNorm1d(8)
        self.lstm = nn.LSTM(8, 6, batch_first=True)
        self.out = nn.Linear(6, 2)
        for p in self.parameters():
            if p.dim() > 1:
                nn.init.xavier_uniform_(p)

    def forward(self, x):
        x = self.pos(self.emb(x))
        x = self.bn(x.transpose(1, 2)).transpose(1, 2)
        x, _ = self.lstm(x)
        return self.out(x[:, -1])


device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
torch.manual_seed(0)
data = TensorDataset(torch.randint(0, 10, (20, 5)), torch.randint(0, 2, (20,)))
loader = DataLoader(data, batch_size=8, shuffle=True)
model = Net()
if torch.cuda.device_count() > 1:
    model = nn.DataParallel(model)
model.to(device)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for epoch in range(2):
    model.train()
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
model.eval()
with torch.no_grad():
    print(model(next(iter(loader))[0].to(device)).argmax(1).shape)
state = model.module.state_dict() if isinstance(model, nn.DataParallel) else model.state_dict()
print(sorted(state)[0], len(state))
