import torch
from torch import nn

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
use_amp = device.type == "cuda"
net = nn.Linear(2, 3).to(device)
nets = nn.ModuleList([nn.Linear(2, 3) for _ in range(2)])
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for x in torch.randn(4, 5, 2):
    optimizer.zero_grad()
    with torch.autocast(device_type=device.type, enabled=use_amp):
        loss = net(x.to(device)).mean()
    loss.backward()
    optimizer.step()
