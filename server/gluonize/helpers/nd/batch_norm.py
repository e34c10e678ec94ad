import mxnet as mx


def batch_norm(input, running_mean, running_var, weight=None, bias=None, eps=1e-5):
    """Normalise each channel (axis 1) by given statistics, then apply weight and bias."""
    shape = (1, -1, *[1] * (input.ndim - 2))
    result = (input - running_mean.reshape(shape)) / mx.nd.sqrt(running_var.reshape(shape) + eps)
    result = result if weight is None else result * weight.reshape(shape)
    return result if bias is None else result + bias.reshape(shape)
