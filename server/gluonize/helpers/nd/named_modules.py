def named_modules(block):
    """Yield `block` and all blocks inside it, each once, with their dotted names; that of `block` itself is empty."""
    seen, waiting = set(), [("", block)]
    while waiting:
        name, part = waiting.pop()
        if part not in seen:
            seen.add(part)
            yield name, part
            inner = [(f"{name}.{child}" if name else child, found) for child, found in part._children.items()]
            waiting.extend(reversed(inner))
