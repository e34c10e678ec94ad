import mxnet as mx


def sequential(*blocks):
    """Return a Gluon container that runs `blocks` one after the other; it can be hybridized if all of them can."""
    hybrid = all(isinstance(block, mx.gluon.HybridBlock) for block in blocks)
    net = mx.gluon.nn.HybridSequential() if hybrid else mx.gluon.nn.Sequential()
    net.add(*blocks)
    return net
