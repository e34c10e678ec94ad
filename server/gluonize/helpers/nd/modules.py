def modules(block):
    """Yield `block` and all blocks inside it, the outer before the inner."""
    yield block
    for child in block._children.values():
        yield from modules(child)
