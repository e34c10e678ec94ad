import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)

    def forward(self, x):
        out = self.fc(x)
        out += x  # the shortcut
        out *= out - x
        x += 1
        view = out.view(-1)
        view += 1
        return out


model = Block()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
total = 0.0
for x, y in torch.utils.data.DataLoader(data):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(x), y)
    loss += 0.1 * model(x).abs().mean()
    loss.backward()
    optimizer.step()
    total += loss.mean()
