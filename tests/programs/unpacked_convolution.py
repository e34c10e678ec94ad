"""Inception's block: a convolution whose settings are handed on, batch normalisation and a rectifier."""

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
x = torch.randn(6, 3, 8, 8)
y = torch.randint(0, 4, (6,))


class BasicConv2d(nn.Module):
    def __init__(self, in_channels, out_channels, **kwargs):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, bias=False, **kwargs)
        self.bn = nn.BatchNorm2d(out_channels, eps=0.001)

    def forward(self, x):
        x = self.conv(x)
        x = self.bn(x)
        return F.relu(x, inplace=True)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.branch1 = BasicConv2d(3, 4, kernel_size=1)
        self.branch3 = BasicConv2d(3, 6, kernel_size=(3, 3), padding=1, stride=1)
        self.branch5 = BasicConv2d(4, 4, kernel_size=3, dilation=2, padding=2, groups=2)
        self.fc = nn.Linear(14, 4)

    def forward(self, x):
        one = self.branch1(x)
        x = torch.cat([one, self.branch3(x), self.branch5(one)], 1)
        return self.fc(F.adaptive_avg_pool2d(x, 1).flatten(1))


model = Block()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
losses = []
for step in range(4):
    optimizer.zero_grad()
    outputs = model(x)
    loss = criterion(outputs, y)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
