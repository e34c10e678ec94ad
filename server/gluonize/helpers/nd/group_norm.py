import mxnet as mx


def group_norm(input, num_groups, weight=None, bias=None, eps=1e-5):
    """Normalise each of `num_groups` groups of channels by itself; `weight` and `bias` hold one number per channel."""
    grouped = input.reshape((input.shape[0], num_groups, -1))
    centred = grouped - grouped.mean(axis=2, keepdims=True)
    spread = mx.nd.sqrt((centred**2).mean(axis=2, keepdims=True) + eps)
    result = (centred / spread).reshape(input.shape)
    shape = (1, -1, *[1] * (input.ndim - 2))
    result = result if weight is None else result * weight.reshape(shape)
    return result if bias is None else result + bias.reshape(shape)
