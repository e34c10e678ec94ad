import mxnet as mx


def sequential(*blocks):
    """Return a Gluon container that runs `blocks` one after the other."""
    net = mx.gluon.nn.HybridSequential()
    net.add(*blocks)
    return net
