import mxnet as mx


def zero_grad(owner, set_to_none=True):
    """Set the gradients of a Trainer's or a block's parameters to zero, so that backward() adds to nothing.

    With `set_to_none` they count as not reached by a backward pass, until one does.
    """
    parameters = owner._params if isinstance(owner, mx.gluon.Trainer) else owner.collect_params().values()
    for parameter in parameters:
        for array in parameter.list_data() if parameter.grad_req != "null" else []:
            array.grad[()] = 0
            array._fresh_grad = array._fresh_grad and not set_to_none
