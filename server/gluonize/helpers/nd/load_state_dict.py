def load_state_dict(block, state, strict=True):
    """Write arrays by name, as state_dict() gives them, into a Gluon block's parameters.

    Gives the names that only the block has, and those that only `state` has. KeyError if there are some and `strict`.
    """
    parameters = block._collect_params_with_prefix()
    missing = [name for name in parameters if name not in state]
    unexpected = [name for name in state if name not in parameters]
    if strict and (missing or unexpected):
        raise KeyError(f"these names are on one side only: {sorted([*missing, *unexpected])}")
    for name, array in state.items():
        if name in parameters:
            parameters[name].set_data(array)
    return missing, unexpected
