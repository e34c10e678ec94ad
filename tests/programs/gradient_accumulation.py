"""Gradients of four small batches add up before each optimizer step."""

import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
x = torch.randn(48, 8)
true_weight = torch.randn(8, 3)
y = (x @ true_weight).argmax(dim=1)
loader = DataLoader(TensorDataset(x, y), batch_size=4, shuffle=True)

model = nn.Sequential(
    nn.Linear(8, 16),
    nn.ReLU(),
    nn.Linear(16, 3),
)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)

accumulation_steps = 4
losses = []
model.train()
optimizer.zero_grad()
for i, (inputs, targets) in enumerate(loader):
    outputs = model(inputs)
    loss = criterion(outputs, targets)
    loss = loss / accumulation_steps  # the mean over the big batch
    loss.backward()
    losses.append(loss.item())
    if (i + 1) % accumulation_steps == 0:
        optimizer.step()
        optimizer.zero_grad()

model.eval()
with torch.no_grad():
    outputs = model(x)
    final_loss = criterion(outputs, y).item()
    accuracy = (outputs.argmax(1) == y).sum().item() / len(y)
