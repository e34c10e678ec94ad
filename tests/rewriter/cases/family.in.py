import torch
from torch import nn
class A(nn.Module):
    def forward(self, x):
        return torch.vmap(x)
class B(A):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 3)
    def forward(self, x):
        return self.fc(x).relu()
class D(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 3)
class E(D):
    def forward(self, x):
        return torch.vmap(self.fc(x))
