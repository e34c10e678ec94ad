import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.d = nn.Dropout(0.5)
    def forward(self, x):
        return self.d(x)
net = Net().to("cpu").eval()
x = torch.ones(3)
print(net(x))
m = Net()
m = m.eval()
print(m(x))
k = Net()
k.train(False)
print(k(x))
def load():
    t = Net()
    return t.eval()
n = load()
print(n(x))
print(Net().eval()(x))
def build():
    return Net().to("cpu").eval()
q = build()
print(q(x))
