def modules(block):
    """Yield `block` and all blocks inside it, each once, the outer before the inner."""
    seen, waiting = set(), [block]
    while waiting:
        part = waiting.pop()
        if part not in seen:
            seen.add(part)
            yield part
            waiting.extend(reversed(part._children.values()))
