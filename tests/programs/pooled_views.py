"""Max pooling of reshaped arrays and of rows, by layers and by functions."""

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
x = torch.randn(8, 12)
y = torch.randint(0, 3, (8,))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(12, 32)
        self.pool = nn.MaxPool2d(2)
        self.pool1 = nn.MaxPool1d(2)
        self.out = nn.Linear(24, 3)

    def forward(self, x):
        h = self.fc(x)
        maps = h.view(-1, 2, 4, 4)
        a = self.pool(maps).flatten(1)
        b = self.pool1(h.reshape(-1, 2, 16)).flatten(1)
        c = torch.cat([self.pool(maps[:4]), F.max_pool2d(maps[4:], 2)]).flatten(1)
        return self.out(torch.cat([a, b[:, :8] * F.max_pool1d(h.view(-1, 1, 32), 4).squeeze(1), c], 1))


model = Net()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
losses = []
for step in range(4):
    optimizer.zero_grad()
    outputs = model(x)
    loss = criterion(outputs, y)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
