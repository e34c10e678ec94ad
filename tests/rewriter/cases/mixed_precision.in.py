import torch
from torch import nn

net = nn.Linear(3, 2)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scaler = torch.amp.GradScaler("cuda", init_scale=1024.0)


def step(x: torch.Tensor):
    net.train()
    with torch.autocast(device_type="cuda", dtype=torch.float16):  # half
        loss = net(x).sum()
    optimizer.zero_grad()
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return scaler.get_scale()
