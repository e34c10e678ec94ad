import mxnet as mx


def logsumexp(input, dim, keepdim=False):
    """Return log(sum(exp(input))) along `dim` (an axis or several) without overflow."""
    largest = mx.nd.max(input.detach(), axis=dim, keepdims=True)
    largest = mx.nd.where(abs(largest) == float("inf"), mx.nd.zeros_like(largest), largest)
    total = mx.nd.log(mx.nd.sum(mx.nd.exp(input - largest), axis=dim, keepdims=True)) + largest
    return total if keepdim else mx.nd.sum(total, axis=dim)
