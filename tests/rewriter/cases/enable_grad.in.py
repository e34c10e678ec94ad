import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 3), nn.Dropout(0.5))
other = nn.Linear(3, 1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
torch.set_grad_enabled(True)


def step(x: torch.Tensor, training: bool):
    if training:
        net.train()
    else:
        net.eval()
    optimizer.zero_grad()
    with torch.set_grad_enabled(training):
        out = net(x)
        loss = out.sum()

        # the way back
        if training:
            loss.backward()
            optimizer.step()
    return """
    text""", loss


def always(x: torch.Tensor):
    with torch.enable_grad():
        loss = net(x).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()


def without_backward(x: torch.Tensor, flag: bool):
    net.eval()
    with torch.set_grad_enabled(False):
        out = net(x)
    with torch.set_grad_enabled(flag):
        return out + other(x)


@torch.enable_grad()
def decorated(x: torch.Tensor):
    return other(x)
