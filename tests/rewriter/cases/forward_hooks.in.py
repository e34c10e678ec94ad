import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 3), nn.ReLU())
kept = []


def keep(module, inputs, output):
    kept.append(output.detach())
    return None


def scaled(module, inputs, output):
    return output * 2


def named(name):
    def hook(module, inputs):
        print(name, inputs[0].size(0))

    return hook


first = net[0].register_forward_hook(keep)
second = net[1].register_forward_hook(scaled)
third = net.register_forward_pre_hook(named("net"))
net[1].register_forward_hook(lambda m, i, o: kept.append(o.clone()))
net[1].register_forward_hook(lambda m, i, o: o + 1)
net[1].register_forward_hook(kept[0])
first.remove()
net[0].register_full_backward_hook(keep)
