def named_parameters(block):
    """List the parameters of a Gluon block that can be trained, with their names: running statistics left out."""
    return [(name, p) for name, p in block._collect_params_with_prefix().items() if p._differentiable]
