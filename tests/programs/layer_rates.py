"""Layers with learning rates of their own, changed by a schedule and by hand; weight decay for some parameters only."""

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4) for _ in range(3)])
        self.head = nn.Linear(4, 3)

    def forward(self, x):
        for layer in self.layers:
            x = torch.tanh(layer(x))
        return self.head(x)


def build(model, lr, decay):
    groups = []
    for i, layer in enumerate(model.layers):
        groups.append({"params": layer.parameters(), "lr": lr * decay ** (3 - i)})
    groups.append({"params": [p for n, p in model.named_parameters() if "head" in n], "lr": lr, "weight_decay": 0.1})
    return torch.optim.SGD(groups, lr=lr, momentum=0.9)


model = Net()
opt = build(model, 0.1, 0.5)
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda e: 0.9 ** e)
x = torch.randn(12, 4)
y = torch.randint(0, 3, (12,))
for epoch in range(5):
    opt.zero_grad()
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    opt.step()
    sched.step()
    rates = [g["lr"] for g in opt.param_groups]
    print(loss.item(), rates, len(opt.param_groups), sched.get_last_lr())
for i, g in enumerate(opt.param_groups):
    g["lr"] = 0.01 * (i + 1)
for epoch in range(3):
    opt.zero_grad()
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    opt.step()
    for param_group in opt.param_groups:
        param_group["lr"] = 0.02
    print(loss.item(), [g["lr"] for g in opt.param_groups])
no_decay = ["bias"]
grouped = [
    {"params": [p for n, p in model.named_parameters() if not any(nd in n for nd in no_decay)], "weight_decay": 0.01},
    {"params": [p for n, p in model.named_parameters() if any(nd in n for nd in no_decay)], "weight_decay": 0.0},
]
adam = torch.optim.AdamW(grouped, lr=0.01)
for epoch in range(3):
    loss = F.cross_entropy(model(x), y)
    adam.zero_grad()
    loss.backward()
    adam.step()
    print(loss.item())
