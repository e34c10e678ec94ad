import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 3), nn.ReLU())
print(net(torch.randn(4, 3)))


@torch.no_grad()
def evaluate(network, x):
    return network(x)


net.eval()
for layer in net.modules():
    layer.train()
with torch.no_grad():
    evaluate(net, torch.randn(4, 3))
