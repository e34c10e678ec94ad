import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3))
teacher = nn.Sequential(nn.Linear(3, 3), nn.Dropout(0.5)).eval()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
x = torch.randn(4, 3)
print(net(x).shape)

def evaluate(network, x):
    with torch.no_grad():
        return network(x)


net.eval()
evaluate(net, x)
evaluate(teacher, x)
