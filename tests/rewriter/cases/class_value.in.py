from functools import partial

import torch
import torch.nn as nn


class Block(nn.Module):
    def __init__(self, size, act=nn.ReLU, norm: type = None):
        super().__init__()
        norm = norm or partial(nn.LayerNorm, eps=1e-6)
        self.norm = norm(size)
        self.fc = nn.Linear(size, size)
        self.act = act()  # any activation

    def forward(self, x):
        y = self.act(self.fc(self.norm(x)))
        return y.view(y.size(0), -1)


ACTIVATIONS = {"relu": nn.ReLU, "gelu": nn.GELU}
Head = nn.Linear
net = Block(4, act=nn.Tanh if torch.cuda.is_available() else nn.LeakyReLU)
head = Head(4, 2)
x = ACTIVATIONS["gelu"]()(net(torch.ones(2, 4)))
