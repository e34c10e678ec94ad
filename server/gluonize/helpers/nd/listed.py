def listed(parameters):
    """A list of gluon Parameters: of one, or of those that anything yields."""
    return [parameters] if hasattr(parameters, "grad_req") else list(parameters)
