import mxnet as mx
from mxnet.gluon import nn


def modules(block):
    """Yield `block` and all blocks inside it, each once, the outer before the inner."""
    seen, waiting = set(), [block]
    while waiting:
        part = waiting.pop()
        if part not in seen:
            seen.add(part)
            yield part
            waiting.extend(reversed(part._children.values()))


drop = nn.Dropout(0.5)
net = nn.HybridSequential()
net.add(nn.Dense(8, in_units=4, flatten=False), nn.Dropout(0.5))
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
drop._rate = 0.1
drop._rate *= 2
for m in modules(net):
    if isinstance(m, nn.Dropout):
        m._rate = drop._rate
