import mxnet as mx
from mxnet.gluon import nn

net = nn.HybridSequential()
net.add(nn.Dense(3, in_units=4, flatten=False), nn.Activation('relu'))
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
kept = []


def keep(module, inputs, output):
    kept.append(output.detach())
    return None


def scaled(module, inputs, output):
    return output * 2


def named(name):
    def hook(module, inputs):
        print(name, inputs[0].shape[0])

    return hook


first = net[0].register_forward_hook(keep)
second = net[1].register_forward_hook(scaled)
third = net.register_forward_pre_hook(named("net"))
net[1].register_forward_hook(lambda m, i, o: kept.append(o.copy()))
net[1].register_forward_hook(lambda m, i, o: o + 1)
net[1].register_forward_hook(kept[0])
first.detach()
net[0].register_full_backward_hook(keep)
