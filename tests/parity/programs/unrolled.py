import torch
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset


class Cell(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.inp = nn.Linear(4, size)
        self.rec = nn.Linear(size, size)

    def forward(self, x, h):
        return torch.tanh(self.inp(x) + self.rec(h))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = Cell(6)
        self.drop = nn.Dropout(0.3)
        self.head = nn.Linear(6, 3)
        self.scale = 2.0

    def forward(self, x):
        h = torch.zeros(x.size(0), 6)
        outs = []
        for t in range(x.size(1)):
            h = self.cell(x[:, t], h)
            outs.append(h)
        y = torch.stack(outs, dim=1)
        y = self.drop(y)
        logits = self.head(y.mean(dim=1)) * self.scale
        return logits, h


def accuracy(logits, y):
    return (logits.argmax(1) == y).float().mean().item()


def train(model, loader, opt):
    total, count = 0.0, 0
    for xb, yb in loader:
        opt.zero_grad()
        logits, h = model(xb)
        loss = functional.cross_entropy(logits, yb) + 0.01 * h.pow(2).mean()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
        total += loss.item() * len(xb)
        count += len(xb)
    return total / count


torch.manual_seed(3)
x = torch.randn(20, 5, 4)
y = torch.randint(0, 3, (20,))
loader = DataLoader(TensorDataset(x, y), batch_size=8, shuffle=True)
model = Model()
opt = torch.optim.AdamW(model.parameters(), lr=1e-2)
history = []
best = None
for epoch in range(3):
    value = train(model, loader, opt)
    history.append(value)
    if best is None or value < best:
        best = value
    model.eval()
    with torch.no_grad():
        logits, _ = model(x)
        acc = accuracy(logits, y)
    model.train()
    print(epoch, value, acc)
