import mxnet as mx


def clip_grad_norm(parameters, max_norm):
    """Scale the gradients of gluon Parameters in place to a common 2-norm of at most `max_norm`; gives the norm.

    The gradients are those of the loss as it was written: call it before `trainer.step(1)`. Those of a parameter on
    several devices are added up for the norm.
    """
    parameters = [parameters] if isinstance(parameters, mx.gluon.Parameter) else parameters
    grads = [p.list_grad() for p in parameters if p.grad_req != "null"]
    sums = [sum((g.as_in_ctx(parts[0].ctx) for g in parts[1:]), parts[0]) for parts in grads]
    norm = mx.np.sqrt(sum(mx.np.square(total).sum() for total in sums))
    factor = mx.np.minimum(max_norm / (norm + 1e-6), 1.0)
    for part in (part for parts in grads for part in parts):
        part *= factor.as_in_ctx(part.ctx)
    return norm
