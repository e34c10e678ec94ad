"""Contrastive learning: NT-Xent with normalize + matmul, EMA of the weights, BYOL-style."""
import copy
import torch
import torch.nn as nn
import torch.nn.functional as F


def nt_xent(z1, z2, temperature=0.5):
    n = z1.size(0)
    z = F.normalize(torch.cat([z1, z2], dim=0), dim=1)
    sim = torch.matmul(z, z.T) / temperature
    mask = torch.eye(2 * n, dtype=torch.bool, device=z.device)
    sim = sim.masked_fill(mask, float("-inf"))
    targets = torch.cat([torch.arange(n, 2 * n), torch.arange(0, n)]).to(z.device)
    return F.cross_entropy(sim, targets)


class EMA:
    def __init__(self, model, decay=0.9):
        self.decay = decay
        self.shadow = {}
        for name, param in model.named_parameters():
            if param.requires_grad:
                self.shadow[name] = param.data.clone()

    def update(self, model):
        for name, param in model.named_parameters():
            if param.requires_grad:
                self.shadow[name] = (1.0 - self.decay) * param.data + self.decay * self.shadow[name]


class ProjectionModel(nn.Module):
    def __init__(self, dim_in=20, dim_hidden=32, dim_out=8):
        super().__init__()
        self.backbone = nn.Sequential(nn.Linear(dim_in, dim_hidden), nn.BatchNorm1d(dim_hidden), nn.ReLU())
        self.projector = nn.Linear(dim_hidden, dim_out)

    def forward(self, x):
        return self.projector(self.backbone(x))


torch.manual_seed(0)
x = torch.randn(16, 20)
model = ProjectionModel()
model(x)
ema = EMA(model)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
for step in range(3):
    v1 = x + 0.1 * torch.randn_like(x)
    v2 = x + 0.1 * torch.randn_like(x)
    loss = nt_xent(model(v1), model(v2))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    ema.update(model)
    print(f"step {step} loss {loss.item():.4f}")
drift = sum((p.data - ema.shadow[n]).abs().sum().item() for n, p in model.named_parameters())
print(f"drift {drift:.3f}")
