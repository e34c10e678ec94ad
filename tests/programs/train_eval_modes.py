"""Networks that change between training and evaluation mode: under no_grad, in helpers, and in training itself."""

import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.drop = nn.Dropout(0.5)

    def forward(self, x):
        with torch.no_grad():
            skip = self.drop(x)
        return self.drop(self.fc(x)) + skip


def evaluate(model, x):
    with torch.no_grad():
        return model(x).sum()


def check(model, x):
    model.eval()
    with torch.no_grad():
        out = model(x)
    model.train()
    return out


def load():
    net = Net()
    net.eval()
    return net


torch.manual_seed(0)
net = Net()
x = torch.randn(3, 4)
with torch.no_grad():
    fresh = net(x)
checked = check(net, x)
with torch.no_grad():
    trained_again = net(x)
net.eval()
with torch.no_grad():
    evaluated = net(x)
total = evaluate(net, x)
other = load()
with torch.no_grad():
    loaded = other(x)
net.train()
print(net(x).shape)

opt = torch.optim.SGD(net.parameters(), lr=0.1)
losses = []
for step in range(3):
    check(net, x)
    loss = net(x).sum()
    opt.zero_grad()
    loss.backward()
    opt.step()
    losses.append(loss.item())
    print(step, losses)
