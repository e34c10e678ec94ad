import torch
from torch.nn.parallel import DistributedDataParallel


def wrap(model, other):
    net = DistributedDataParallel(model)
    first = torch.optim.SGD(net.parameters(), lr=0.1)
    second = torch.optim.SGD(other.parameters(), lr=0.1)
    return net, first, second
