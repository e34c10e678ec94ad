import mxnet as mx


def rot90(input, k=1, dims=(0, 1)):
    """Return the array turned `k` times by 90 degrees, from the first of the two axes towards the second."""
    first, second = (axis % input.ndim for axis in dims)
    turns = k % 4
    if turns == 2:
        return mx.nd.flip(mx.nd.flip(input, axis=first), axis=second)
    if turns == 1:
        return mx.nd.swapaxes(mx.nd.flip(input, axis=second), first, second)
    return mx.nd.flip(mx.nd.swapaxes(input, first, second), axis=second) if turns else input.copy()
