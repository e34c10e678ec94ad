"""A program that takes longer than anybody waits."""

import time

from torch import nn

layer = nn.Linear(4, 2)
time.sleep(600)
print(layer)
