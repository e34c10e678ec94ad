def moved(block, ctx):
    """Move the parameters and buffers of `block` to the context `ctx`; its trainers go along. Gives the block back."""
    parameters = block.collect_params()
    parameters.reset_ctx(ctx)
    for trainer in {p._trainer for p in parameters.values()} - {None}:
        trainer._contexts = [ctx]
    move_buffers(block, ctx)
    return block
