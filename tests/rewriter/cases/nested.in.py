import torch

v = torch.ones(3)
a = v.unsqueeze(dim=0).unsqueeze(-1)
b = torch.exp(torch.exp(torch.exp(v)))
c = torch.clamp(torch.clamp(v, 0, 1), min=0.2, max=0.5)
d = (v @ v).exp() if v.sum() > 0 else -torch.log(v)
e = [torch.cat([x, x.view(-1)], dim=0) for x in (v, v * 2)]
f = (lambda x: torch.relu(x))(v)
print(f"{v.mean():.3f} {v.sum().item()!r:>10} {torch.sum(v):.2f}")
print("%d %.4f" % (1, v.mean() / 2))
