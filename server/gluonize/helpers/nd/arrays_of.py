def arrays_of(parameters):
    """The arrays of gluon Parameters that gradients are kept of, in a list, for `mx.autograd.grad`."""
    return [parameter.data() for parameter in parameters if parameter.grad_req != "null"]
