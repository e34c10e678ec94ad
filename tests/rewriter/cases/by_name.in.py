import torch
import torch.nn as nn
import torch.optim as optim


class Reader(nn.Module):
    def __init__(self, kind):
        super().__init__()
        self.rnn = getattr(nn, kind)(3, 4)

    def forward(self, x):
        return self.rnn(x)[0]


act = getattr(nn, "ReLU")()
exp = getattr(torch, "exp")(torch.ones(3))
own = getattr(Reader, "forward")


def train(model, name):
    optimizer = getattr(optim, name)(model.parameters())
    return optimizer
