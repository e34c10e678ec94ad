import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3))
teacher = nn.Sequential(nn.Linear(3, 3), nn.Dropout(0.5)).eval()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for m in net.modules():
    if isinstance(m, nn.BatchNorm1d):
        m.eval()


def distil(x: torch.Tensor, training: bool):
    with torch.no_grad():
        target = teacher(x)
    with torch.no_grad():
        statistics = net(x)
    net.train(training)
    with torch.inference_mode():
        out = net(x)
    loss = (net(x) - target).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return statistics, out
