"""Activations that forward hooks keep."""

import torch
import torch.nn as nn

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2))
activations = {}


def save(name):
    def hook(module, inputs, output):
        activations[name] = output.detach()

    return hook




handles = [net[0].register_forward_hook(save("first")), net[2].register_forward_hook(save("last"))]
x = torch.randn(5, 4)
out = net(x)
for h in handles:
    h.remove()
sparse = nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 1))
kept = {}
sparse[1].register_forward_hook(lambda module, inputs, output: kept.update(hidden=output))
optimizer = torch.optim.SGD(sparse.parameters(), lr=0.1)
losses = []
for _ in range(3):
    optimizer.zero_grad()
    loss = sparse(x).pow(2).mean()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
first, last, hidden = activations["first"], activations["last"], kept["hidden"]
