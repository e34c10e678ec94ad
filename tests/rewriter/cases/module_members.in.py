import torch
from torch import nn
import torch.nn.functional as F


class Attention(nn.Module):
    def __init__(self, dim, heads=4):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(dim))
        self.register_buffer("mask", torch.zeros(dim, dim))
        self.layers = nn.ModuleList([nn.Linear(dim, dim) for _ in range(heads)])
        self.out = nn.Sequential(nn.Linear(dim, dim), nn.ReLU())

    def forward(self, x):
        for layer in self.layers:
            x = layer(x) * self.scale + self.mask.sum()
        return self.out(x)


model = Attention(8)
model.train()
total = sum(p.numel() for p in model.parameters())
for name, p in model.named_parameters():
    print(name, p.data.mean(), p.requires_grad)
torch.save(model.state_dict(), "attention.pt")
model.load_state_dict(torch.load("attention.pt", map_location="cpu"))
model.eval()
