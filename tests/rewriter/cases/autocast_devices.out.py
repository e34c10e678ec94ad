import mxnet as mx
from mxnet.gluon import nn


def sequential(*blocks, hybrid=True):
    """Return a Gluon container that runs `blocks` one after the other; it can be hybridized if all of them can.

    Blocks in a dictionary become attributes of the container, by their names. An empty one takes any blocks.
    """
    named = blocks[0] if blocks and isinstance(blocks[0], dict) else dict(enumerate(blocks))
    hybrid = hybrid and bool(named) and all(isinstance(block, mx.gluon.HybridBlock) for block in named.values())
    net = mx.gluon.nn.HybridSequential() if hybrid else mx.gluon.nn.Sequential()
    for name, block in named.items():
        setattr(net, name, block) if isinstance(name, str) else net.add(block)
    return net


device = mx.gpu() if mx.context.num_gpus() > 0 else mx.cpu()
use_amp = device.device_type.replace('gpu', 'cuda') == "cuda"
net = nn.Dense(3, in_units=2, flatten=False)
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1), ctx=device)
nets = sequential(*[nn.Dense(3, in_units=2, flatten=False) for _ in range(2)])
nets.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
optimizer = mx.gluon.Trainer(net.collect_params(), 'sgd', {'learning_rate': 0.1})
for x in mx.nd.random.normal(shape=(4, 5, 2)):
    with mx.autograd.record():
        loss = net(x.as_in_context(device)).mean()
    loss.backward()
    optimizer.step(1)
