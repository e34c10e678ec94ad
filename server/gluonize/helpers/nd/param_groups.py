def param_groups(trainer):
    """The groups of a GroupTrainer's parameters; all parameters of another Trainer are one group."""
    return getattr(trainer, "groups", None) or [ParameterGroup(trainer, trainer._params)]
