"""Two tasks take turns on one body; gradients are clipped together, so that those of the other head must not count."""
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(1)


class MultiTask(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, 8), nn.ReLU())
        self.heads = nn.ModuleDict({"sort": nn.Linear(8, 3), "rate": nn.Linear(8, 1)})

    def forward(self, x, task):
        return self.heads[task](self.body(x))


net = MultiTask()
both = torch.optim.Adam(net.parameters(), lr=0.01, weight_decay=0.1)
head = torch.optim.SGD(net.heads["rate"].parameters(), lr=0.1, momentum=0.5)
x = torch.randn(8, 4)
kinds = torch.tensor([0, 1, 2, 0, 1, 2, 0, 1])
values = torch.randn(8, 1)
for epoch in range(3):
    both.zero_grad()
    sort_loss = F.cross_entropy(net(x, "sort"), kinds)
    sort_loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), 0.5)
    both.step()

    both.zero_grad()
    rate_loss = F.mse_loss(net(x, "rate"), values)
    rate_loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), 0.5)
    both.step()
    head.step()

    both.zero_grad(set_to_none=False)
    frozen_loss = F.mse_loss(net.heads["rate"](net.body(x).detach()), values)
    frozen_loss.backward()
    both.step()
    print(sort_loss.item(), rate_loss.item(), frozen_loss.item())
