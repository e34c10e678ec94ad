def parameter_of(block, name):
    """The parameter of a Gluon block that PyTorch calls `name`: normalisation layers have gamma and beta instead."""
    if not hasattr(block, name):
        name = {"weight": "gamma", "bias": "beta"}[name]
    return getattr(block, name)
