import mxnet as mx


def move_buffers(block, ctx):
    """Move the arrays that `block` and the blocks in it hold as attributes to the context `ctx`."""

    def move(part):
        held = {name: value for name, value in vars(part).items() if isinstance(value, mx.nd.NDArray)}
        vars(part).update((name, value.as_in_context(ctx)) for name, value in held.items())

    block.apply(move)
