"""Mixed precision where there is a GPU, and no scope where there is none."""

from contextlib import nullcontext

import torch
import torch.nn.functional as F
from torch import nn
from torch.cuda.amp import autocast

use_amp = torch.cuda.is_available()
model = nn.Linear(4, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x, y = torch.randn(8, 4), torch.randn(8, 2)
for _ in range(3):
    optimizer.zero_grad()
    with autocast() if use_amp else nullcontext():
        loss = F.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
