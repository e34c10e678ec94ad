"""A small network, read in real editors by the tests."""

import torch
import torch.nn.functional as F


def activate(values):
    positive = F.relu(values)
    return torch.sigmoid(positive)


result = activate(torch.tensor([[1.0, -2.0], [0.5, 3.0]]))
print(result)
