import mxnet as mx


def clip_grad_norm_of_workers(parameters, max_norm):
    """Scale the gradients of gluon Parameters in place so that their mean over all workers has at most that 2-norm.

    Gives the norm of the mean before. Every worker scales its own gradients alike, before the trainer averages them.
    """
    parameters = [parameters] if isinstance(parameters, mx.gluon.Parameter) else parameters
    grads = [p.grad() for p in parameters if p.grad_req != "null"]
    means = [sum_over_workers(grad) / kvstore().num_workers for grad in grads]
    norm = mx.nd.sqrt(sum(mx.nd.square(mean).sum() for mean in means))
    factor = mx.nd.minimum(max_norm / (norm + 1e-6), 1.0)
    for grad in grads:
        grad *= factor
    return norm
