def share(block, name, parameter):
    """Put `parameter` in the place of a Gluon block's own of that name: both blocks then train one array."""
    own, known = getattr(block, name), block.params._params
    for key in [key for key, value in known.items() if value is own]:
        del known[key]
    known[parameter.name] = block._reg_params[name] = parameter
    object.__setattr__(block, name, parameter)
