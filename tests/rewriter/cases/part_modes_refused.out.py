import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    """Stays: its body drops by its own mode, and MXNet has one mode for all."""

    def __init__(self):
        super().__init__()
        self.body = nn.Linear(3, 3)
        self.head = nn.Linear(3, 2)

    def forward(self, x):
        return F.dropout(self.head(self.body(x)), training=self.training)

    def freeze(self):
        self.body.eval()
