def moved(block, ctx):
    """Move the parameters of `block` to the context `ctx` and give the block back."""
    block.collect_params().reset_ctx(ctx)
    return block
