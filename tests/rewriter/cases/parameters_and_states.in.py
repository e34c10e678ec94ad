import copy
import torch
from torch import nn, optim
import torch.nn.functional as F
from torch.optim.lr_scheduler import StepLR, _LRScheduler


class Norm(nn.Module):
    def __init__(self, n, bias):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(n))
        self.bias = nn.Parameter(torch.zeros(n)) if bias else None
        if bias:
            self.shift = nn.Parameter(torch.zeros(n))
        else:
            self.register_parameter("shift", None)

    def forward(self, x):
        x = F.layer_norm(x, self.weight.shape, self.weight, self.bias, 1e-5)
        if self.shift is not None:
            x = x + self.shift
        return x


class Experts(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.experts = nn.ModuleList(nn.Linear(3, 3) for _ in range(n))
        self.norm = Norm(3, True)
        for p in self.parameters():
            p.requires_grad = False
        for name, p in self.named_parameters():
            if "norm" in name:
                p.requires_grad = True

    def forward(self, x):
        for expert in self.experts:
            x = expert(x)
        return self.norm(x)


def init_weights(m):
    if type(m) == nn.Linear:
        nn.init.xavier_uniform_(m.weight)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
    if type(m) in [nn.Conv2d, nn.Linear]:
        nn.init.normal_(m.weight, std=0.02)


def fit(model: nn.Module, optimizer: optim.Optimizer, device: torch.device, dtype: torch.dtype, scheduler: _LRScheduler):
    pass


net = Experts(2)
net.apply(init_weights)
other = copy.deepcopy(net)
other.load_state_dict(net.state_dict())
best = copy.deepcopy(net.state_dict())
net.load_state_dict(best)
w = torch.randn(3, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
opt = optim.SGD([w, b], lr=0.1, momentum=0.9)
x = torch.ones(2, 3)
for _ in range(2):
    loss = ((x @ w + b) ** 2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
filtered = optim.Adam(filter(lambda p: p.requires_grad, net.parameters()), lr=1e-3)
listed = optim.Adam([p for p in net.parameters() if p.requires_grad], lr=1e-3)
parts = optim.Adam([{"params": net.norm.parameters()}, {"params": [p for n, p in net.named_parameters() if "norm" not in n], "lr": 1e-4}], lr=1e-3)
print(net(x))
