import mxnet as mx


def implicit_softmax(input, log=False):
    """Softmax (or its logarithm) over the axis that PyTorch takes without dim: 0 of one or three axes, else 1."""
    axis = 0 if input.ndim in (0, 1, 3) else 1
    return mx.npx.log_softmax(input, axis=axis) if log else mx.npx.softmax(input, axis=axis)
