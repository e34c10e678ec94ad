import torch
from torch import nn

net = nn.Linear(3, 2)
def on_cpu(x: torch.Tensor):
    with torch.autocast(device_type="cpu", dtype=torch.bfloat16):
        loss = net(x).sum()
    loss.backward()


def predict(x: torch.Tensor):
    with torch.inference_mode(), torch.cuda.amp.autocast():
        first = net(x)
    with torch.no_grad():
        with torch.cuda.amp.autocast(enabled=False):
            second = net(x)
    with torch.cuda.amp.autocast():
        third = net(x)
    return first, second, third
