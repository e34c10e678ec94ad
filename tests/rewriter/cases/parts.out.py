import torch
from torch import nn
import mxnet as mx


class Part(mx.gluon.Block):
    def forward(self, x):
        return mx.nd.relu(x)


class Whole(mx.gluon.Block):
    """Converts, although the optimizer and the loop below stay."""

    def __init__(self):
        super().__init__()
        self.part = Part()

    def forward(self, x):
        return self.part(x)


class Around(nn.Module):
    """Stays, as the network does that it builds, and the one that derives from it."""

    def __init__(self):
        super().__init__()
        self.inner = Sparse()

    def forward(self, x):
        return torch.relu(self.inner(x))


class Further(Around):
    def forward(self, x):
        return torch.exp(self.inner(x))


net = Whole()
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
