import mxnet as mx


def initialized(block, ctx=None):
    """Initialise `block` as PyTorch does its linear and convolution layers (biases start at zero); gives it back."""
    block.initialize(mx.init.Xavier(factor_type="in", magnitude=1), ctx=ctx)
    return block
