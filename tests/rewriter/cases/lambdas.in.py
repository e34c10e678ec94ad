"""Functions without a name: what they are called with tells what they do."""

import torch
import torch.nn.functional as F

x = torch.randn(6, 4)
halves = lambda t: t.view(-1)[::2].clone().mul_(2).add(1)
print(halves(x).size(0))


def apply(function, t):
    return function(t)


print(apply(lambda q: q.permute(1, 0), x).size())


class Model:
    def __init__(self):
        self.total = lambda w, k=2: w.mul(k).sum(dim=1)

    def run(self, x):
        return self.total(x)


def step(x, *, loss_fn=lambda out, y: F.mse_loss(out, y)):
    loss = loss_fn(x, x * 2)
    return loss.item()


print(Model().run(x).size(), step(x))
rows = {"a": 1}
print(sorted(rows, key=lambda name: name.size()))
