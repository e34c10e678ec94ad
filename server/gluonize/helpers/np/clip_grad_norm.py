import mxnet as mx


def clip_grad_norm(parameters, max_norm):
    """Scale the gradients of gluon Parameters in place to a common 2-norm of at most `max_norm`; gives the norm.

    The gradients are those of the loss as it was written: call it before `trainer.step(1)`.
    """
    parameters = [parameters] if isinstance(parameters, mx.gluon.Parameter) else parameters
    grads = [p.grad() for p in parameters if p.grad_req != "null"]
    norm = mx.np.sqrt(sum(mx.np.square(g).sum() for g in grads))
    factor = mx.np.minimum(max_norm / (norm + 1e-6), 1.0)
    for grad in grads:
        grad *= factor
    return norm
