def move(network, context):
    """Move a network to a context, as `moved` does, and give it back; a DataParallel stays on its devices."""
    if isinstance(network, DataParallel) and len(network.contexts) > 1:
        return network
    return moved(network, context)
