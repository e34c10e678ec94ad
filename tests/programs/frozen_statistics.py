"""Parts of networks with a mode of their own: frozen batch normalisation, a frozen backbone, dropout in prediction."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, channels, out):
        super().__init__()
        self.conv = nn.Conv2d(channels, out, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(out)
        self.drop = nn.Dropout(0.25)

    def forward(self, x):
        return self.drop(F.relu(self.bn(self.conv(x))))


class Segmenter(nn.Module):
    def __init__(self, freeze_bn=True):
        super().__init__()
        self.freeze_bn = freeze_bn
        self.backbone = nn.Sequential(Block(2, 4), Block(4, 4))
        self.head = nn.Sequential(Block(4, 4), nn.Conv2d(4, 3, 1))

    def forward(self, x):
        return self.head(self.backbone(x))

    def train(self, mode=True):
        """Keeps the statistics of the backbone, whatever the mode."""
        super(Segmenter, self).train(mode)
        if self.freeze_bn:
            for m in self.backbone.modules():
                if isinstance(m, nn.BatchNorm2d):
                    m.eval()
                    m.weight.requires_grad = False
        return self


def set_bn_eval(m):
    classname = m.__class__.__name__
    if classname.find("BatchNorm") != -1:
        m.eval()


def enable_dropout(model):
    for m in model.modules():
        if isinstance(m, nn.Dropout):
            m.train()


def fit(net, x, y, epochs, fixed=""):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        net.train()
        if fixed == "statistics":
            net.apply(set_bn_eval)
        elif fixed == "backbone":
            net.backbone.eval()
        loss = F.cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        net.eval()
        with torch.no_grad():
            losses.append((loss.item(), F.cross_entropy(net(x), y).item()))
    return losses


torch.manual_seed(0)
x = torch.randn(4, 2, 6, 6)
y = torch.randint(0, 3, (4, 6, 6))
segmenter = Segmenter()
segmenter.train()
frozen = fit(segmenter, x, y, 3)
plain = nn.Sequential(Block(2, 4), nn.Conv2d(4, 3, 1))
followed = fit(plain, x, y, 2)
applied = fit(plain, x, y, 2, fixed="statistics")
whole = Segmenter(freeze_bn=False)
parts = fit(whole, x, y, 2, fixed="backbone")
segmenter.eval()
enable_dropout(segmenter)
with torch.no_grad():
    draws = torch.stack([segmenter(x) for _ in range(3)])
spread = draws.var(0).mean().item()
statistics = segmenter.backbone[0].bn.running_mean, plain[0].bn.running_var
print(frozen, followed, applied, parts, spread, statistics)
