import mxnet as mx


def sum_of_numbers(input, dim=None, keepdim=False):
    """Return the sum along `dim`, or of all elements, in which what is not a number counts as 0."""
    numbers = mx.np.where(mx.np.isnan(input), mx.np.zeros_like(input), input)
    return numbers.sum(axis=dim, keepdims=keepdim)
