import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, n=2):
        super().__init__()
        self.d = nn.Linear(3, n)
    def forward(self, x):
        return self.d(x)
def one(device):
    return Net().to(device)
def two(device):
    return Net(4).to(device).eval()
def three(device):
    net = Net()
    return net.eval()
def four(device):
    net = Net()
    return net.to(device)
def five(device):
    net = Net()
    net.to(device)
    return net
def six(device):
    return Net()
device = torch.device("cpu")
nets = one(device), two(device), three(device), four(device), five(device), six(device)
a = one(device)
b = two(device)
c = three(device)
d = four(device)
e = five(device)
f = six(device)
x = torch.ones(1, 3)
print([n(x).shape for n in (a, b, c, d, e, f, *nets)])
