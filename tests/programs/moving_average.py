"""A frozen backbone, an optimizer of what is trained, and a moving average of the weights."""

import torch
import torch.nn as nn


class EMA:
    def __init__(self, model, decay=0.9):
        self.decay = decay
        self.shadow = {name: p.detach().clone() for name, p in model.named_parameters() if p.requires_grad}

    @torch.no_grad()
    def update(self, model):
        for name, p in model.named_parameters():
            if p.requires_grad:
                self.shadow[name].mul_(self.decay).add_(p.detach(), alpha=1 - self.decay)


torch.manual_seed(0)
backbone = nn.Linear(4, 6)
for param in backbone.parameters():
    param.requires_grad = False
head = nn.Linear(6, 2)
model = nn.Sequential(backbone, nn.ReLU(), head)
optimizer = torch.optim.SGD(filter(lambda p: p.requires_grad, model.parameters()), lr=0.1)
criterion = nn.CrossEntropyLoss()
ema = EMA(model)
x, y = torch.randn(6, 4), torch.randint(0, 2, (6,))
for step in range(3):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    ema.update(model)
n_params = sum(p.numel() for p in model.parameters() if p.requires_grad)
