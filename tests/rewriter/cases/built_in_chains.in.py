import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.d = nn.Linear(3, 2)
    def forward(self, x):
        return self.d(x)
device = torch.device("cpu")
a = Net().to(device).eval()
b = Net().eval().to(device)
c = nn.Linear(3, 2).to(device)
d = Net().cuda() if torch.cuda.is_available() else Net()
e = Net().train().to(device)
f = nn.Sequential(nn.Linear(3, 2)).to(device).eval()
x = torch.ones(1, 3)
print([n(x).shape for n in (a, b, c, d, e, f)])
