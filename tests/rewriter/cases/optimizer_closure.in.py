import torch
from torch import nn

net = nn.Linear(3, 1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
x = torch.randn(4, 3)


def closure():
    optimizer.zero_grad()
    loss = net(x).pow(2).mean()
    loss.backward()
    return loss


loss = optimizer.step(closure)  # one step
optimizer.step(closure=closure)
print(optimizer.step(closure).item())
optimizer.step(None)
with torch.no_grad():
    for p in net.parameters():
        p -= 0.1 * p.grad
