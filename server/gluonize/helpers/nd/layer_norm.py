import mxnet as mx


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    """Normalise over the last axes, as many as `normalized_shape` has."""
    count = 1 if isinstance(normalized_shape, int) else len(normalized_shape)
    axes = tuple(range(input.ndim - count, input.ndim))
    centred = input - input.mean(axis=axes, keepdims=True)
    result = centred / mx.nd.sqrt((centred**2).mean(axis=axes, keepdims=True) + eps)
    shape = (1,) * (input.ndim - count) + input.shape[input.ndim - count :]
    result = result if weight is None else result * weight.reshape(shape)
    return result if bias is None else result + bias.reshape(shape)
