"""Mixed precision as it is written for a GPU: on a CPU PyTorch switches it off, and MXNet computes in float32."""

import torch
import torch.nn as nn
from torch.cuda.amp import GradScaler, autocast

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.Dropout(0.3), nn.Linear(8, 2))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
criterion = nn.CrossEntropyLoss()
use_amp = torch.cuda.is_available()
scaler = GradScaler(enabled=use_amp)
x, y = torch.randn(12, 6), torch.randint(0, 2, (12,))


def train_one_epoch(model, optimizer, scaler):
    model.train()
    total = 0.0
    for i in range(0, 12, 4):
        optimizer.zero_grad(set_to_none=True)
        with autocast(enabled=use_amp):
            out = model(x[i : i + 4])
            loss = criterion(out, y[i : i + 4])
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        scaler.step(optimizer)
        scaler.update()
        total += loss.item()
    return total


@torch.no_grad()
def evaluate(model):
    model.eval()
    with torch.autocast("cuda", dtype=torch.float16, enabled=use_amp):
        return criterion(model(x), y).item()


history = []
for epoch in range(2):
    history.append((train_one_epoch(model, optimizer, scaler), evaluate(model)))
model.eval()
with torch.no_grad(), torch.autocast(device_type="cuda"):
    final = model(x)
