import mxnet as mx


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
