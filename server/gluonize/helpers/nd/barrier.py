import mxnet as mx


def barrier():
    """Wait until all workers have come here and this one's work is done."""
    mx.nd.waitall()
    kvstore()._barrier()
