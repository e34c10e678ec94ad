import mxnet as mx


def clip_grad_value(parameters, clip_value):
    """Clip the gradients of gluon Parameters to [-clip_value, clip_value]; call it before `trainer.step(1)`."""
    parameters = [parameters] if isinstance(parameters, mx.gluon.Parameter) else parameters
    for grad in (grad for p in parameters if p.grad_req != "null" for grad in p.list_grad()):
        grad[:] = mx.nd.clip(grad, -clip_value, clip_value)
