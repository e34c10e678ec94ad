def move(network, context):
    """Move the parameters of a network to a context and give it back; those of a DataParallel stay on its devices."""
    if not isinstance(network, DataParallel) or len(network.contexts) < 2:
        network.collect_params().reset_ctx(context)
    return network
