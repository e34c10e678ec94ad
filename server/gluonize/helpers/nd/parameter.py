import mxnet as mx


def parameter(block, name, value, grad_req="write"):
    """Register a parameter of `block` that starts from `value` when the block is initialised."""
    init = mx.init.Constant(value)
    return block.params.get(name, shape=value.shape, dtype=value.dtype, init=init, grad_req=grad_req)
