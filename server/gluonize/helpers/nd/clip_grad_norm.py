import mxnet as mx


def clip_grad_norm(parameters, max_norm):
    """Scale the gradients of gluon Parameters in place to a common 2-norm of at most `max_norm`; gives the norm.

    The gradients are those of the loss as it was written: call it before `trainer.step(1)`. Those of a parameter on
    several devices are added up for the norm.
    """
    parameters = [parameters] if isinstance(parameters, mx.gluon.Parameter) else parameters
    grads = [p.list_grad() for p in parameters if p.grad_req != "null"]
    sums = [sum((g.as_in_context(parts[0].context) for g in parts[1:]), parts[0]) for parts in grads]
    norm = mx.nd.sqrt(sum(mx.nd.square(total).sum() for total in sums))
    factor = mx.nd.minimum(max_norm / (norm + 1e-6), 1.0)
    for part in (part for parts in grads for part in parts):
        part *= factor.as_in_context(part.context)
    return norm
