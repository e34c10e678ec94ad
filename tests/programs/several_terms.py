"""A loss of several terms, and one optimizer for two networks by a list of their parameters."""

import torch
from torch import nn


def kl(mu, logvar):
    return -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), dim=1).mean()


torch.manual_seed(0)
encoder = nn.Linear(8, 4)
decoder = nn.Linear(2, 8)
params = list(encoder.parameters()) + list(decoder.parameters())
opt = torch.optim.Adam(params, lr=1e-2)
l1 = nn.L1Loss()
alpha, beta = 1.0, 0.1
history = {"rec": [], "kl": [], "total": []}
for i in range(3):
    x = torch.rand(6, 8)
    stats = encoder(x)
    mu, logvar = stats.chunk(2, dim=1)
    z = mu + torch.randn_like(mu) * torch.exp(0.5 * logvar)
    x_hat = decoder(z)
    loss_rec = l1(x_hat, x)
    loss_kl = kl(mu, logvar)
    loss = alpha * loss_rec
    loss += beta * loss_kl
    reg = 0
    for p in decoder.parameters():
        reg = reg + p.pow(2).sum()
    loss = loss + 1e-3 * reg
    opt.zero_grad()
    loss.backward()
    opt.step()
    history["rec"].append(loss_rec.item())
    history["kl"].append(loss_kl.item())
    history["total"].append(loss.item())
