from torch import nn

net = nn.Linear(3, 2).half()
other = net.double()
