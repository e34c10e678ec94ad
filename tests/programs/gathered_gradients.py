"""Parameters whose gradients add up go straight into operators that bound, cut, average and choose."""

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
x = torch.randn(24, 6)
y = torch.randn(24, 4)


class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(6, 8)
        self.log_std = nn.Parameter(torch.randn(4) * 0.1)
        self.gates = nn.Parameter(torch.randn(8, 3) * 0.5)
        self.offset = nn.Parameter(torch.randn(5))
        self.bias = nn.Parameter(torch.randn(2, 4))
        self.steps = nn.Parameter(torch.rand(8))
        self.kept = nn.Parameter(torch.randn(4))
        self.order = nn.Parameter(torch.randn(4))
        self.halves = nn.Parameter(torch.randn(8))
        self.core = nn.Parameter(torch.randn(4, 3, 3) * 0.1)
        self.register_buffer("shown", torch.tensor([True, False, True, True]))

    def forward(self, x):
        h = F.relu(self.fc(x))
        gates, biases, _ = self.gates.chunk(3, dim=1)
        h = h * gates.squeeze(1) + biases.squeeze(1)
        h = h + self.steps.cumsum(0) * self.offset.mean()
        first, second = torch.split(h, 4, dim=1)
        out = first * torch.clamp(self.log_std, min=-2.0, max=1.0).exp() + second
        out = out + self.bias.mean(dim=0) + torch.where(self.shown, self.kept, 0.5)
        low, high = self.halves.split(4)
        return out + self.order.flip(0) + low.tanh() * high + self.core.movedim(0, 2).sum((0, 1))


model = Scaled()
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
losses = []
optimizer.zero_grad()
for step, (inputs, targets) in enumerate(zip(x.split(4), y.split(4))):
    loss = F.mse_loss(model(inputs), targets) / 2
    loss.backward()
    losses.append(loss.item())
    if step % 2 == 1:
        optimizer.step()
        optimizer.zero_grad()

model.eval()
with torch.no_grad():
    outputs = model(x)
