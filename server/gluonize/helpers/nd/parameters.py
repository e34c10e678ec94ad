def parameters(block):
    """List the parameters of a Gluon block that can be trained: its running statistics left out."""
    return [parameter for parameter in block.collect_params().values() if parameter._differentiable]
