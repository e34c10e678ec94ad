def load_state_dict(block, state):
    """Write arrays by name, as state_dict() gives them, into a Gluon block's parameters.

    KeyError where a name is missing on either side.
    """
    parameters = block._collect_params_with_prefix()
    if parameters.keys() != state.keys():
        raise KeyError(f"these names are on one side only: {sorted(parameters.keys() ^ state.keys())}")
    for name, array in state.items():
        parameters[name].set_data(array)
