import torch
from torch import nn
from torch.nn import functional


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, padding=1)
        self.norm = nn.LayerNorm(8)
        self.fc = nn.Linear(32, 5)

    def forward(self, x):
        h = self.conv(x)
        h = functional.leaky_relu(h, 0.01)
        h = functional.max_pool2d(h, 2, 2)
        h = self.norm(h.reshape(-1, 8))
        h = h.reshape(6, -1)
        return self.fc(h)


def features(a, b):
    total = a.sum(dim=1, keepdim=True)
    spread = a.std(dim=0)
    mixed = torch.matmul(a, b)
    smooth = torch.softmax(mixed, dim=-1)
    top = torch.clamp(mixed, -0.5, 0.5)
    sub = torch.sub(mixed, smooth)
    rest = torch.remainder(mixed * 10, 3)
    order = torch.argsort(mixed, dim=-1)
    high = torch.cat([smooth, top], dim=1)
    return (total + spread.sum()) * high[0, 1] * high.mean() + sub.mean() + rest.mean() + order.float().mean()


a = torch.randn(4, 3)
b = torch.randn(3, 3)
score = features(a, b)

net = Net()
trainer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
x = torch.randn(6, 1, 8, 4)
y = torch.tensor([0, 1, 2, 3, 4, 0])
for _ in range(4):
    trainer.zero_grad()
    loss = functional.cross_entropy(net(x), y)
    loss.backward()
    trainer.step()
    print(loss.item())
