"""The names of parameters decide what becomes of them: a converted network gives those of PyTorch."""

import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(7, 8)
        self.lstm = nn.LSTM(8, 8, num_layers=2, batch_first=True, bidirectional=True)
        self.cell = nn.GRUCell(16, 16)
        self.norms = nn.ModuleList([nn.LayerNorm(16), nn.BatchNorm1d(16)])
        self.scale = nn.Parameter(torch.ones(1))
        self.head = nn.Linear(16, 7, bias=False)

    def forward(self, words):
        state = self.cell(self.lstm(self.emb(words))[0][:, -1])
        for norm in self.norms:
            state = state + norm(state)
        return self.head(state) * self.scale


torch.manual_seed(0)
net = Net()
x = torch.randint(0, 7, (24, 5))
y = torch.randint(0, 7, (24,))
names = sorted(name for name, _ in net.named_parameters())
decayed = [p for name, p in net.named_parameters() if "weight" in name and "norm" not in name]
assert sum("weight_ih_l" in name for name in names) == 4
assert len(decayed) == 2 + 8 + 2
optimizer = torch.optim.SGD(
    [
        {"params": [p for n, p in net.named_parameters() if "weight" in n and "norm" not in n]},
        {"params": [p for n, p in net.named_parameters() if "bias" in n or "norm" in n], "weight_decay": 0.0},
        {"params": [p for n, p in net.named_parameters() if n == "scale"], "weight_decay": 0.0, "lr": 0.1},
    ],
    lr=0.05,
    weight_decay=0.1,
)
criterion = nn.CrossEntropyLoss()
losses = []
for _ in range(3):
    optimizer.zero_grad()
    loss = criterion(net(x), y)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
