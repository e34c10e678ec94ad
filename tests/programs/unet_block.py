"""A U-Net with one level: down, bottom, up, and a skip connection, for binary segmentation."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class DoubleConv(nn.Module):
    """(convolution => ReLU) twice"""

    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.double_conv = nn.Sequential(
            nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=1),
            nn.ReLU(inplace=True),
            nn.Conv2d(out_channels, out_channels, kernel_size=3, padding=1),
            nn.ReLU(inplace=True),
        )

    def forward(self, x):
        return self.double_conv(x)


class UNet(nn.Module):
    def __init__(self, channels=1, base=8):
        super().__init__()
        self.inc = DoubleConv(channels, base)
        self.down = nn.Sequential(nn.MaxPool2d(2), DoubleConv(base, base * 2))
        self.up = nn.ConvTranspose2d(base * 2, base, kernel_size=2, stride=2)
        self.conv = DoubleConv(base * 2, base)
        self.outc = nn.Conv2d(base, 1, kernel_size=1)

    def forward(self, x):
        skip = self.inc(x)
        bottom = self.down(skip)
        up = self.up(bottom)
        diff_y = skip.size(2) - up.size(2)
        diff_x = skip.size(3) - up.size(3)
        up = F.pad(up, [diff_x // 2, diff_x - diff_x // 2, diff_y // 2, diff_y - diff_y // 2])
        x = torch.cat([skip, up], dim=1)
        return self.outc(self.conv(x))


def dice_loss(logits, target, eps=1.0):
    prob = torch.sigmoid(logits)
    intersection = (prob * target).sum(dim=(1, 2, 3))
    union = prob.sum(dim=(1, 2, 3)) + target.sum(dim=(1, 2, 3))
    return (1 - (2 * intersection + eps) / (union + eps)).mean()


torch.manual_seed(0)
image = torch.randn(2, 1, 17, 18)
mask = (torch.rand(2, 1, 17, 18) > 0.5).float()

net = UNet()
bce = nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)

losses = []
for epoch in range(3):
    net.train()
    optimizer.zero_grad()
    logits = net(image)
    loss = bce(logits, mask) + dice_loss(logits, mask)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())

with torch.no_grad():
    prediction = (torch.sigmoid(net(image)) > 0.5).float()
overlap = (prediction * mask).sum().item()
