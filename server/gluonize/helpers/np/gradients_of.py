import mxnet as mx


def gradients_of(heads, variables, head_grads=None, **options):
    """The gradients of recorded `heads` by the arrays `variables`, in a list; mx.autograd.grad gives nd arrays."""
    return [gradient.as_np_ndarray() for gradient in mx.autograd.grad(heads, variables, head_grads, **options)]
