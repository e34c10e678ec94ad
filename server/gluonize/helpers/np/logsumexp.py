import mxnet as mx


def logsumexp(input, dim, keepdim=False):
    """Return log(sum(exp(input))) along `dim` (an axis or several) without overflow."""
    largest = mx.np.max(input.detach(), axis=dim, keepdims=True)
    largest = mx.np.where(abs(largest) == float("inf"), mx.np.zeros_like(largest), largest)
    total = mx.np.log(mx.np.sum(mx.np.exp(input - largest), axis=dim, keepdims=True)) + largest
    return total if keepdim else mx.np.sum(total, axis=dim)
