"""A layer that is never called, one that only some batches need, and momentum that must not move either meanwhile."""
import torch
from torch import nn, optim
import torch.nn.functional as F

torch.manual_seed(0)


class Conditional(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(4, 8)
        self.label = nn.Embedding(3, 8)
        self.legacy = nn.Linear(8, 8)
        self.out = nn.Linear(8, 2)

    def forward(self, x, label=None):
        x = torch.tanh(self.body(x))
        if label is not None:
            x = x + self.label(label)
        return self.out(x)


model = Conditional()
optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=0.1)
x = torch.randn(6, 4)
y = torch.tensor([0, 1, 0, 1, 1, 0])
labels = torch.tensor([0, 1, 2, 0, 1, 2])
for step in range(6):
    logits = model(x, labels if step % 3 == 0 else None)
    loss = F.cross_entropy(logits, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"step {step}: {loss.item():.4f}")
