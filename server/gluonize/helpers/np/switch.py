import mxnet as mx


def switch(block, training=True, own=True):
    """Put a block and all inside it into training or evaluation mode, until the next switch; gives the block.

    Each batch normalisation and dropout keeps its mode itself, for MXNet's scope has one for all. A `train` method of
    the block's own class decides, unless `own` is false.
    """
    if own and hasattr(block, "train"):
        return block.train(training)
    for child in block._children.values():
        switch(child, training)
    if isinstance(block, mx.gluon.nn.BatchNorm):
        block._kwargs["use_global_stats"] = not training
    elif isinstance(block, mx.gluon.nn.Dropout):
        rate, axes = block._rate * training, block._axes
        block.hybrid_forward = lambda F, x: mx.npx.dropout(x, p=rate, axes=axes, mode="always")
    return block
