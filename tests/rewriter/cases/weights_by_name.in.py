from torch import nn


def init_weights(m):
    name = m.__class__.__name__
    if name.find("Conv") != -1:
        nn.init.normal_(m.weight, 0.0, 0.02)
    elif isinstance(m, nn.BatchNorm2d):
        nn.init.ones_(m.weight)


norm = nn.BatchNorm2d(3)
print(norm.weight.data)
net = nn.Sequential(nn.Conv2d(1, 3, 3), norm)
net.apply(init_weights)
