"""A program that takes longer than anybody waits."""

import time

import torch

values = torch.sigmoid(torch.tensor([1.0, -2.0]))
time.sleep(600)
print(values)
