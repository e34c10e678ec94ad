"""Training stops, is saved with everything it needs, and goes on in another network as if nothing had happened."""

import copy
import os
import tempfile

import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(4, 8, bias=False)
        self.norm = nn.BatchNorm1d(8)
        self.out = nn.Linear(8, 2)

    def forward(self, x):
        return self.out(torch.relu(self.norm(self.hidden(x))))


def train(model, optimizer, scheduler, data, start, epochs):
    losses = []
    for epoch in range(start, epochs):
        for x, y in data:
            optimizer.zero_grad()
            loss = F.mse_loss(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(float(loss.item()))
        scheduler.step()
    return losses


torch.manual_seed(0)
folder = tempfile.mkdtemp()
data = [(torch.randn(6, 4), torch.randn(6, 2)) for _ in range(3)]
model = Net()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.7)
first = train(model, optimizer, scheduler, data, 0, 2)
torch.save(
    {
        "epoch": 2,
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "losses": first,
    },
    os.path.join(folder, "checkpoint.pt"),
)
best = copy.deepcopy(model.state_dict())
second = train(model, optimizer, scheduler, data, 2, 4)

checkpoint = torch.load(os.path.join(folder, "checkpoint.pt"), map_location="cpu", weights_only=True)
again = Net()
again.load_state_dict(checkpoint["model"])
optimizer2 = torch.optim.Adam(again.parameters(), lr=0.05)
scheduler2 = torch.optim.lr_scheduler.StepLR(optimizer2, step_size=1, gamma=0.7)
optimizer2.load_state_dict(checkpoint["optimizer"])
scheduler2.load_state_dict(checkpoint["scheduler"])
third = train(again, optimizer2, scheduler2, data, checkpoint["epoch"], 4)
resumed = [a - b for a, b in zip(second, third)]
assert max(map(abs, resumed)) < 1e-6
assert checkpoint["losses"] == first

torch.save(model.state_dict(), os.path.join(folder, "net.pt"))
again.load_state_dict(torch.load(os.path.join(folder, "net.pt")), strict=False)
state = torch.load(os.path.join(folder, "net.pt"))
again.load_state_dict({name: value for name, value in state.items()})
model.load_state_dict(best)
again.eval()
with torch.no_grad():
    outputs = again(data[0][0])
