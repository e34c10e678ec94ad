import mxnet as mx


def zero_grad(owner):
    """Set the gradients of a Trainer's or a block's parameters to zero, so that backward() adds to nothing."""
    parameters = owner._params if isinstance(owner, mx.gluon.Trainer) else owner.collect_params().values()
    for parameter in parameters:
        for gradient in parameter.list_grad() if parameter.grad_req != "null" else []:
            gradient[()] = 0
